import { chapters } from '@lyceum/contracts/streaming/video';
import { z } from 'zod';
import type { Ffmpeg } from '../ffmpeg/create-ffmpeg.ts';
import { Unencodable } from '../ffmpeg/unencodable.ts';
import { type FrameRate, toFixedRate } from './frame-rate.ts';
import { isKnownContainer } from './known-container.ts';

/** What is known of a source before anything is made of it. */
export interface Source {
  /** Null where the file does not say, such as one that a browser has recorded. */
  readonly durationSeconds: number | null;
  /** The same of its picture alone. */
  readonly pictureSeconds: number | null;
  /** Square pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** At which it is encoded. */
  readonly frameRate: FrameRate;
  /** Numbers of the streams that are taken. */
  readonly picture: number;
  readonly sound: number | null;
  readonly chapters: readonly { startSeconds: number; title: string }[];
}

const number = z.coerce.number().catch(Number.NaN);
const word = z.string().catch('');

const stream = z.object({
  index: z.int(),
  codec_type: word,
  codec_name: word,
  width: number,
  height: number,
  channels: number,
  sample_rate: number,
  sample_aspect_ratio: word,
  avg_frame_rate: word,
  r_frame_rate: word,
  duration: number,
  disposition: z.object({ attached_pic: number }).catch({ attached_pic: 0 }),
  side_data_list: z.array(z.object({ rotation: number })).catch([]),
});

const probed = z.object({
  format: z.object({ duration: number }).catch({ duration: Number.NaN }),
  streams: z.array(stream).catch([]),
  chapters: z.array(z.object({ start_time: number, tags: z.object({ title: word }).catch({ title: '' }) })).catch([]),
});

type Stream = z.output<typeof stream>;

const limits = { outputBytes: 1_000_000, wallMs: 30_000 };
const maxPixels = 40_000_000;

/** Looks at a file, alone in its folder. Fails with `Unencodable`. */
export async function probeSource(
  ffmpeg: Ffmpeg,
  path: string,
  folder: string,
  maxSeconds: number,
  signal: AbortSignal,
): Promise<Source> {
  const refusal = (await isKnownContainer(path)) ? 'damaged' : 'not-a-video';
  const { format, streams, chapters: marks } = probed.parse(await ffmpeg.probe(path, { folder, limits, signal, refusal }));
  const picture = streams.find((one) => one.codec_type === 'video' && one.disposition.attached_pic !== 1 && one.width > 0);
  const hasSound = streams.some((one) => one.codec_type === 'audio');
  if (!picture) throw new Unencodable(hasSound ? 'no-picture' : refusal, 'there is no picture');
  if (!picture.codec_name || !(picture.height > 0)) throw new Unencodable('damaged', 'the picture cannot be decoded');
  if (picture.width * picture.height > maxPixels) throw new Unencodable('picture-too-large', 'too many pixels');
  const durationSeconds = orNull(format.duration);
  if (durationSeconds !== null && durationSeconds > maxSeconds) throw new Unencodable('too-long', `${durationSeconds} s`);
  const sound = streams.find((one) => one.codec_type === 'audio' && one.codec_name && one.channels > 0 && one.sample_rate > 0);
  return {
    ...{ durationSeconds, pictureSeconds: orNull(picture.duration), ...toUprightSize(picture) },
    frameRate: toFixedRate(picture.avg_frame_rate, picture.r_frame_rate),
    ...{ picture: picture.index, sound: sound?.index ?? null },
    chapters: toChapters(marks.map(({ start_time, tags }) => ({ startSeconds: start_time, title: tags.title }))),
  };
}

const orNull = (seconds: number) => (Number.isFinite(seconds) && seconds > 0 ? seconds : null);

function toUprightSize({ width, height, sample_aspect_ratio, side_data_list }: Stream) {
  const [across = 1, down = 1] = sample_aspect_ratio.split(':').map(Number);
  const ratio = across > 0 && down > 0 && across / down < 10 && down / across < 10 ? across / down : 1;
  const [wide, high] = [Math.max(1, Math.round(width * ratio)), height];
  const turn = side_data_list.find(({ rotation }) => Number.isFinite(rotation))?.rotation ?? 0;
  return Math.round(Math.abs(turn) / 90) % 2 === 1 ? { width: high, height: wide } : { width: wide, height: high };
}

/** Those that the contract takes; a file may have any. */
function toChapters(marks: readonly { startSeconds: number; title: string }[]): Source['chapters'] {
  const kept: { startSeconds: number; title: string }[] = [];
  for (const { startSeconds, title } of marks) {
    const cleaned = title
      .normalize('NFC')
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim()
      .slice(0, 200)
      .toWellFormed()
      .trim();
    const candidate = [...kept, { startSeconds, title: cleaned }];
    if (kept.length < 100 && chapters.safeParse(candidate).success) kept.push({ startSeconds, title: cleaned });
  }
  return kept;
}
