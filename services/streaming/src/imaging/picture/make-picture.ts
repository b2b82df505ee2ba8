import type { ImageFailure, imagePurposes } from '@lyceum/contracts/streaming/image';
import sharp, { type Sharp } from 'sharp';
import { hasForeignContent } from './find-foreign-content.ts';
import { fitShape, listSizes, type Shape, shapes } from './picture-shapes.ts';

export interface PictureOrder {
  readonly purpose: (typeof imagePurposes)[number];
  readonly bytes: Uint8Array;
}

export interface MadeVariant {
  readonly format: 'avif' | 'webp' | 'jpeg';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

export type MadePicture = { readonly variants: readonly MadeVariant[] } | { readonly failure: ImageFailure };

const maxPixels = 50_000_000;
const formats: readonly (string | undefined)[] = ['jpeg', 'png', 'webp', 'heif'];

// A picture by path may name others, and each reader of a format is one more that may have faults.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadHeif'],
});
sharp.cache(false);

const options = { limitInputPixels: maxPixels, failOn: 'error' } as const;

/** Makes all variants of an uploaded picture anew, or says why there are none. Of what cameras write into files nothing is kept. */
export async function makePicture({ purpose, bytes }: PictureOrder): Promise<MadePicture> {
  if (bytes.length === 0) return { failure: 'not-a-picture' };
  const source = Buffer.from(bytes);
  const metadata = await sharp(source, { ...options, limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  if (!formats.includes(metadata?.format)) return { failure: 'not-a-picture' };
  if ((metadata?.width ?? 0) * (metadata?.height ?? 0) > maxPixels) return { failure: 'too-many-pixels' };
  if (hasForeignContent(source)) return { failure: 'more-than-a-picture' };
  try {
    return { variants: await makeVariants(source, shapes[purpose]) };
  } catch {
    // All that was asked for is allowed, so it is the picture that cannot be read to its end.
    return { failure: 'damaged' };
  }
}

async function makeVariants(source: Buffer, shape: Shape): Promise<MadeVariant[]> {
  const { autoOrient } = await sharp(source, options).metadata();
  const size = fitShape(autoOrient, shape);
  const { data, info } = await sharp(source, options)
    .autoOrient()
    .resize({ ...size, fit: shape.ratio === null ? 'inside' : 'cover', position: 'attention' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const piece = sharp(data, { raw: { width, height, channels } });
  const sizes = listSizes(info, shape);
  const variants: MadeVariant[] = [];
  for (const one of sizes) variants.push(await make(piece, one, 'avif'));
  for (const one of sizes) variants.push(await make(piece, one, 'webp'));
  // Mails show nothing newer.
  variants.push(await make(piece, sizes[1] ?? info, 'jpeg'));
  return variants;
}

async function make(piece: Sharp, { width, height }: { width: number; height: number }, format: MadeVariant['format']) {
  const resized = piece.clone().resize({ width, height, fit: 'fill' });
  const { data, info } = await encode(resized, format).toBuffer({ resolveWithObject: true });
  return { format, width: info.width, height: info.height, bytes: data };
}

function encode(resized: Sharp, format: MadeVariant['format']): Sharp {
  if (format === 'avif') return resized.avif({ quality: 50, effort: 2 });
  if (format === 'webp') return resized.webp({ quality: 80 });
  return resized.flatten({ background: '#fff' }).jpeg({ quality: 80, mozjpeg: true });
}
