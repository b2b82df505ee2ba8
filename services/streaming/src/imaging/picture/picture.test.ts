import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { buildPhoto, buildPngBomb, buildZip, toChunk } from '../../../test/build-picture.ts';
import { hasForeignContent } from './find-foreign-content.ts';
import { type MadeVariant, makePicture, type PictureOrder } from './make-picture.ts';
import { makePictureApart } from './make-picture-apart.ts';
import { fitShape, listSizes, shapes } from './picture-shapes.ts';

async function make(bytes: Uint8Array, purpose: PictureOrder['purpose'] = 'picture'): Promise<readonly MadeVariant[]> {
  const made = await makePicture({ purpose, bytes });
  if ('failure' in made) throw new Error(made.failure);
  return made.variants;
}

const toSizes = (variants: readonly MadeVariant[]) => variants.map(({ format, width, height }) => `${format} ${width}x${height}`);

describe('a picture', () => {
  it.each([
    ['picture', ['400x300', '800x600', '1600x1200']],
    ['cover', ['400x225', '800x450', '1600x900']],
    ['avatar', ['96x96', '192x192', '384x384']],
  ] as const)('is made anew as %s in all sizes and formats, the best first', async (purpose, sizes) => {
    const variants = await make(await buildPhoto(2000, 1500).jpeg().toBuffer(), purpose);
    const expected = [...sizes.map((size) => `avif ${size}`), ...sizes.map((size) => `webp ${size}`), `jpeg ${sizes[1]}`];
    expect(toSizes(variants)).toEqual(expected);
    for (const { bytes, format, width, height } of variants) {
      const metadata = await sharp(bytes).metadata();
      expect([metadata.format, metadata.width, metadata.height]).toEqual([format === 'avif' ? 'heif' : format, width, height]);
    }
  });

  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('is read from %s', async (format) => {
    const [first] = await make(await buildPhoto(60, 40).toFormat(format, { effort: 2 }).toBuffer());
    expect(first).toMatchObject({ format: 'avif', width: 60, height: 40 });
  });

  it('never becomes larger than it is, down to one pixel', async () => {
    expect(toSizes(await make(await buildPhoto(500, 100).png().toBuffer()))).toEqual([
      ...['avif 400x80', 'avif 500x100', 'webp 400x80', 'webp 500x100', 'jpeg 500x100'],
    ]);
    expect(toSizes(await make(await buildPhoto(1, 1).png().toBuffer(), 'avatar'))).toEqual(['avif 1x1', 'webp 1x1', 'jpeg 1x1']);
    expect(toSizes(await make(await buildPhoto(3, 5_000).png().toBuffer()))).toContain('webp 1x1600');
  });

  it('stands upright, and says nothing of where, when and with what it was taken', async () => {
    const exif = { IFD0: { Make: 'SecretCamera' }, IFD3: { GPSLatitude: '55/1 45/1 0/1', GPSLatitudeRef: 'N' } };
    const source = await buildPhoto(400, 300)
      .withExif(exif)
      .withMetadata({ orientation: 6 })
      .withExifMerge(exif)
      .jpeg()
      .toBuffer();
    expect(source.includes('SecretCamera')).toBe(true);
    const variants = await make(source);
    expect(variants[0]).toMatchObject({ width: 300, height: 400 });
    for (const { bytes } of variants) {
      const { exif: kept, xmp, iptc, icc, orientation = 1 } = await sharp(bytes).metadata();
      expect([kept, xmp, iptc, icc, orientation]).toEqual([undefined, undefined, undefined, undefined, 1]);
      expect(Buffer.from(bytes).includes('SecretCamera')).toBe(false);
    }
    // What was to the right lies below.
    const { data, info } = await sharp(variants[0]?.bytes).raw().toBuffer({ resolveWithObject: true });
    const red = (y: number) => data[(y * info.width + 150) * info.channels] ?? 0;
    expect([red(20) < 200, red(380) > 240]).toEqual([true, true]);
  });

  it('keeps what is transparent, and lies on white where the format has no transparency', async () => {
    const source = await sharp({ create: { width: 20, height: 20, channels: 4, background: '#0000' } })
      .png()
      .toBuffer();
    const variants = await make(source);
    const corner = async (format: string) => {
      const { data, info } = await sharp(variants.find((one) => one.format === format)?.bytes)
        .raw()
        .toBuffer({ resolveWithObject: true });
      return [...data.subarray(0, info.channels)];
    };
    expect((await corner('webp'))[3]).toBe(0);
    expect(await corner('jpeg')).toEqual([255, 255, 255]);
  });

  it('of a phone may have another picture or a film behind it', async () => {
    const photo = await buildPhoto(60, 40).jpeg().toBuffer();
    const film = Buffer.from('\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom', 'latin1');
    for (const tail of [photo, film, Buffer.from('SEFH'), Buffer.concat([photo, film])])
      expect(await make(Buffer.concat([photo, tail]))).not.toHaveLength(0);
  });

  it('is made in a process of its own, which ends with it or when it takes too long', async () => {
    const bytes = await buildPhoto(60, 40).jpeg().toBuffer();
    const made = await makePictureApart({ purpose: 'avatar', bytes });
    expect('variants' in made && toSizes(made.variants)).toEqual(['avif 40x40', 'webp 40x40', 'jpeg 40x40']);
    expect(await makePictureApart({ purpose: 'avatar', bytes: Buffer.from('a') })).toEqual({ failure: 'not-a-picture' });
    await expect(makePictureApart({ purpose: 'avatar', bytes }, { timeoutMs: 1 })).rejects.toThrow('ended with SIGKILL');
    const { signal } = new AbortController();
    expect(signal.aborted).toBe(false);
    await expect(makePictureApart({ purpose: 'avatar', bytes }, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  });
});

describe('a hostile picture', () => {
  const photo = () => buildPhoto(200, 200).jpeg().toBuffer();
  const behind = async (tail: string | Buffer) => Buffer.concat([await photo(), Buffer.from(tail)]);
  const withComment = async (text: string) => {
    const source = await photo();
    const comment = Buffer.from(text);
    const head = Buffer.from([0xff, 0xfe, (comment.length + 2) >> 8, (comment.length + 2) & 255]);
    return Buffer.concat([source.subarray(0, 2), head, comment, source.subarray(2)]);
  };
  const png = () => buildPhoto(20, 20).png().toBuffer();
  const addChunk = async (chunk: Buffer) => {
    const source = await png();
    return Buffer.concat([source.subarray(0, 33), chunk, source.subarray(33)]);
  };

  it.each<[string, () => Promise<Buffer> | Buffer, string]>([
    ['no bytes', () => Buffer.alloc(0), 'not-a-picture'],
    ['random bytes', () => Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 251)), 'not-a-picture'],
    ['a vector picture', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'not-a-picture'],
    ['an animation that is a script', () => Buffer.from('GIF89a/*\x00\x00\x00*/=1;alert(1)//'), 'not-a-picture'],
    ['a page', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'not-a-picture'],
    ['a document', () => Buffer.from('%PDF-1.7\n'), 'not-a-picture'],
    ['a list of another program', () => Buffer.from('push graphic-context\nimage over 0,0 0,0 "|id"\n'), 'not-a-picture'],
    ['a JPEG cut off', async () => (await photo()).subarray(0, 3_000), 'damaged'],
    ['a PNG cut off', async () => (await buildPhoto(200, 200).png().toBuffer()).subarray(0, 3_000), 'damaged'],
    ['a JPEG that is a head alone', async () => (await photo()).subarray(0, 12), 'not-a-picture'],
    ['256 megapixels of nothing', () => buildPngBomb(16_000, 16_000), 'too-many-pixels'],
    ['more pixels than numbers have', () => buildPngBomb(2_000_000, 2_000), 'too-many-pixels'],
    ['a JPEG with an archive behind it', () => behind(buildZip('a.txt', 'a')), 'more-than-a-picture'],
    [
      'a JPEG with an archive whose directory counts from the start',
      async () => behind(buildZip('a', 'a', (await photo()).length)),
      'more-than-a-picture',
    ],
    [
      'a JPEG with an archive and a tail',
      async () => behind(Buffer.concat([buildZip('a.txt', 'a'), Buffer.alloc(99)])),
      'more-than-a-picture',
    ],
    ['a JPEG with a document behind it', () => behind('%PDF-1.4\n'), 'more-than-a-picture'],
    ['a JPEG with a script in its comment', () => withComment('<script>alert(1)</script>'), 'more-than-a-picture'],
    ['a JPEG with PHP in its comment', () => withComment('<?php system($_GET[0]); ?>'), 'more-than-a-picture'],
    [
      'a PNG with a page in its text',
      () => addChunk(toChunk('tEXt', Buffer.from('Comment\0<HTML><body>'))),
      'more-than-a-picture',
    ],
  ])('is refused: %s', async (_, build, failure) => {
    const bytes = await build();
    expect(await makePicture({ purpose: 'picture', bytes })).toEqual({ failure });
  });

  it('that names an address opens none', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // It listens on a port.
    const { port } = server.address() as AddressInfo;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">
      <image xlink:href="http://127.0.0.1:${port}/a.png" width="9" height="9"/></svg>`;
    const made = await makePicture({ purpose: 'picture', bytes: Buffer.from(svg) });
    await new Promise((resolve) => server.close(resolve));
    expect([made, asked]).toEqual([{ failure: 'not-a-picture' }, 0]);
  });

  it('is not what chance makes: noise has signs of archives and no archive', () => {
    const noise = Buffer.alloc(100_000, 'PK\x05\x06\x07', 'latin1');
    expect(hasForeignContent(noise)).toBe(false);
  });
});

it('cuts the largest piece of a shape, whatever the picture', () => {
  expect(fitShape({ width: 1000, height: 1000 }, shapes.cover)).toEqual({ width: 1000, height: 563 });
  expect(fitShape({ width: 5000, height: 300 }, shapes.cover)).toEqual({ width: 533, height: 300 });
  expect(fitShape({ width: 300, height: 5000 }, shapes.avatar)).toEqual({ width: 300, height: 300 });
  expect(listSizes({ width: 533, height: 300 }, shapes.cover)).toEqual([
    { width: 400, height: 225 },
    { width: 533, height: 300 },
  ]);
});
