import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoryboardLayout } from '../encoding/encoding.entity.ts';
import { type Ffmpeg, toInput } from '../ffmpeg/create-ffmpeg.ts';
import { Unencodable } from '../ffmpeg/unencodable.ts';

interface Work {
  /** ffmpeg writes here. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const limits = { outputBytes: 200_000_000, wallMs: 600_000 };
const maxPosterSide = 1280;
const storyboardSide = 160;
const grid = { columns: 10, rows: 10 };
/** Every other key frame of a rendition. */
const intervalSeconds = 4;

/** The largest size within a square, in even numbers. */
function fitInto({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height));
  const toEven = (pixels: number) => Math.max(2, 2 * Math.round((pixels * scale) / 2));
  return { width: toEven(width), height: toEven(height) };
}

/** The picture at a second, as JPEG; the first one where the video ends before. */
export async function takePicture(
  ffmpeg: Ffmpeg,
  path: string,
  stream: number,
  size: Size,
  second: number,
  work: Work,
): Promise<Uint8Array> {
  const { width, height } = fitInto(size, maxPosterSide);
  for (const from of second > 0 ? [second, 0] : [0]) {
    const filter = ['-filter_complex', `[0:${stream}]scale=${width}:${height},setsar=1,format=yuvj420p[out]`, '-map', '[out]'];
    const output = [
      ...filter,
      '-frames:v',
      '1',
      '-q:v',
      '3',
      '-map_metadata',
      '-1',
      '-f',
      'image2',
      '-update',
      '1',
      'poster.jpg',
    ];
    await ffmpeg.run([...toInput(path, ['-ss', String(from)]), ...output], { ...work, limits, refusal: 'damaged' });
    if ((await readdir(work.folder)).includes('poster.jpg')) return readFile(join(work.folder, 'poster.jpg'));
  }
  throw new Unencodable('damaged', 'there is no picture in it');
}

export interface Storyboard {
  readonly layout: StoryboardLayout;
  readonly sheets: readonly Uint8Array[];
}

/** Small pictures of a rendition, whose key frames come every two seconds. */
export async function makeStoryboard(ffmpeg: Ffmpeg, path: string, size: Size, seconds: number, work: Work): Promise<Storyboard> {
  const { width, height } = fitInto(size, storyboardSide);
  const filter = `[0:v:0]select=not(mod(n\\,2)),scale=${width}:${height},setsar=1,format=yuvj420p,tile=${grid.columns}x${grid.rows}[out]`;
  const input = toInput(path, ['-skip_frame', 'nokey']);
  const output = ['-map', '[out]', '-fps_mode', 'passthrough', '-q:v', '5', '-f', 'image2', '-start_number', '0', 'sheet-%d.jpg'];
  await ffmpeg.run([...input, '-filter_complex', filter, ...output], { ...work, limits, refusal: 'damaged' });
  const count = Math.max(1, Math.ceil(seconds / intervalSeconds - 0.001));
  const names = Array.from({ length: Math.ceil(count / (grid.columns * grid.rows)) }, (_, sheet) => `sheet-${sheet}.jpg`);
  const sheets = await Promise.all(names.map((name) => readFile(join(work.folder, name))));
  return { layout: { width, height, ...grid, intervalSeconds, count }, sheets };
}
