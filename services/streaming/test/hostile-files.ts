import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessingFailure } from '@lyceum/contracts/streaming/processing';
import { buildClip, runFfmpeg } from './build-clip.ts';

export interface HostileFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Why nothing may be made of it; any of these. */
  readonly failures: readonly ProcessingFailure[];
}

interface Traps {
  /** Address of a listener that must not be asked. */
  readonly url: string;
  /** File that must not be read, and a video beside it that must not be shown. */
  readonly secretPath: string;
  readonly videoPath: string;
}

const text = (content: string) => new TextEncoder().encode(content);

/** Files that only name others, or are no videos at all. */
function buildScripts({ url, secretPath, videoPath }: Traps): [string, Uint8Array][] {
  const list = (entry: string) => text(`#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n${entry}\n#EXT-X-ENDLIST\n`);
  const key = `#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-KEY:METHOD=AES-128,URI="${url}/key"\n#EXTINF:4,\n${videoPath}\n#EXT-X-ENDLIST\n`;
  const mpd = `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT4S"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>${url}/dash.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>`;
  return [
    ['a playlist that names a local file', list(`file://${videoPath}`)],
    ['a playlist that names a secret', list(secretPath)],
    ['a playlist that names an address', list(`${url}/segment.ts`)],
    ['a playlist whose key is at an address', text(key)],
    ['a playlist that joins a file and an address', list(`concat:${secretPath}|${url}/tail`)],
    ['a playlist that opens a subfile', list(`subfile,,start,0,end,64,,:${secretPath}`)],
    ['a main playlist of an address', text(`#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${url}/low.m3u8\n`)],
    ['a DASH manifest of an address', text(mpd)],
    ['a script that joins local files', text(`ffconcat version 1.0\nfile '${videoPath}'\n`)],
    ['a script that joins an address', text(`ffconcat version 1.0\nfile '${url}/part.mp4'\n`)],
    [
      'a description of a session',
      text(`v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n`),
    ],
    [
      'an index of subtitles',
      text(
        '# VobSub index file, v7 (do not modify this line!)\nsize: 720x576\nid: en, index: 0\ntimestamp: 00:00:00:000, filepos: 000000000\n',
      ),
    ],
    ['subtitles with a script', text('WEBVTT\n\n00:00.000 --> 00:02.000\n<script>fetch("/")</script>\n')],
    ['a picture that draws a secret', text(`<svg xmlns="http://www.w3.org/2000/svg"><image href="file://${secretPath}"/></svg>`)],
    ['a list of pictures', text(`file '${secretPath}'\nduration 1\n`)],
    ['a page', text(`<!doctype html><video src="${url}/x.mp4"></video>`)],
    ['plain text', text('Закон Ньютона\n'.repeat(500))],
    ['a PDF', text('%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF')],
    ['an archive', new Uint8Array([0x50, 0x4b, 0x05, 0x06, ...new Array(18).fill(0)])],
    ['zeros', new Uint8Array(100_000)],
    ['random bytes', Uint8Array.from({ length: 100_000 }, (_, at) => (at * 2_654_435_761) >>> 11)],
    ['a single byte', new Uint8Array([0])],
    ['nothing at all', new Uint8Array()],
  ];
}

const box = (type: string, content: Uint8Array) => {
  const bytes = Buffer.alloc(8 + content.length);
  bytes.writeUInt32BE(bytes.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(content, 8);
  return bytes;
};

/** Boxes in boxes, a hundred thousand deep. */
function buildNested(): Buffer {
  const depth = 100_000;
  const bytes = Buffer.alloc(depth * 8);
  for (let at = 0; at < depth; at += 1) {
    bytes.writeUInt32BE((depth - at) * 8, at * 8);
    bytes.write(at === 0 ? 'moov' : 'trak', at * 8 + 4, 'latin1');
  }
  return Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0isom')), bytes]);
}

async function make(folder: string, args: readonly string[], name: string): Promise<Buffer> {
  const path = join(folder, name);
  await runFfmpeg([...args, path]);
  return readFile(path);
}

/** A file whose pictures are as large as they can be, and weigh little. */
const huge = (size: string, seconds = 1) => [
  '-f',
  'lavfi',
  '-i',
  `color=s=${size}:r=1:d=${seconds}`,
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-pix_fmt',
  'yuv420p',
];

/** 30 and more files that must end with a reason. */
export async function buildHostileFiles(traps: Traps): Promise<HostileFile[]> {
  const folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  try {
    const clip = await buildClip({ seconds: 4, size: '320x180' });
    const fast = await buildClip({ seconds: 4, size: '320x180', options: ['-movflags', '+faststart'] });
    const matroska = await buildClip({ seconds: 4, format: 'matroska' });
    const source = join(folder, 'clip.mp4');
    await writeFile(source, clip);
    const overwritten = Buffer.from(fast);
    overwritten.fill(0x5a, overwritten.indexOf('mdat') + 4);
    const trak = clip.indexOf('trak') - 4;
    const one = clip.subarray(trak, trak + clip.readUInt32BE(trak));
    const many = box('moov', Buffer.concat([clip.subarray(clip.indexOf('mvhd') - 4, trak), ...Array<Buffer>(10_000).fill(one)]));
    const scripts = buildScripts(traps).map(([name, bytes]): HostileFile => ({ name, bytes, failures: ['not-a-video'] }));
    const copied = ['-i', source, '-c', 'copy'];
    const streams = Array<string[]>(25).fill(['-map', '0:a']).flat();
    const media: HostileFile[] = [
      { name: 'a file whose end is missing', bytes: clip.subarray(0, clip.length / 2), failures: ['damaged'] },
      { name: 'a file of which only the beginning came', bytes: fast.subarray(0, fast.length / 2), failures: ['damaged'] },
      {
        name: 'a Matroska file of which only the beginning came',
        bytes: matroska.subarray(0, matroska.length / 2),
        failures: ['damaged'],
      },
      { name: 'a file whose pictures are overwritten', bytes: overwritten, failures: ['damaged'] },
      { name: 'a head without a file', bytes: clip.subarray(0, 40), failures: ['damaged'] },
      { name: 'boxes in boxes', bytes: buildNested(), failures: ['damaged', 'out-of-resources'] },
      {
        name: 'ten thousand tracks',
        bytes: Buffer.concat([clip.subarray(0, 32), many]),
        failures: ['too-many-streams', 'out-of-resources'],
      },
      {
        name: 'twenty-six tracks',
        bytes: await make(folder, [...copied, ...streams, '-map', '0:v'], 'many.mp4'),
        failures: ['too-many-streams'],
      },
      {
        name: 'a picture of 16000 x 4000',
        bytes: await make(folder, huge('16000x4000'), 'huge.mp4'),
        failures: ['picture-too-large'],
      },
      {
        name: 'a picture of 16000 x 4000 in Matroska',
        bytes: await make(folder, ['-i', join(folder, 'huge.mp4'), '-c', 'copy'], 'huge.mkv'),
        failures: ['picture-too-large'],
      },
      { name: 'sound alone', bytes: await make(folder, [...copied, '-vn'], 'sound.mp4'), failures: ['no-picture'] },
      { name: 'a transport stream', bytes: await make(folder, copied, 'clip.ts'), failures: ['not-a-video'] },
      { name: 'an AVI file', bytes: await make(folder, copied, 'clip.avi'), failures: ['not-a-video'] },
      { name: 'an FLV file', bytes: await make(folder, copied, 'clip.flv'), failures: ['not-a-video'] },
      {
        name: 'a page before a video',
        bytes: Buffer.concat([text('<script>alert(1)</script>'), clip]),
        failures: ['not-a-video'],
      },
      {
        name: 'a picture before a video',
        bytes: Buffer.concat([new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), clip]),
        failures: ['not-a-video'],
      },
      {
        name: 'a video of a day',
        bytes: await make(folder, [...huge('64x64', 2), '-vf', 'setpts=PTS+N*90000/TB'], 'long.mp4'),
        failures: ['too-long'],
      },
    ];
    return [...scripts, ...media];
  } finally {
    await rm(folder, { recursive: true });
  }
}
