import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ffmpeg } from '../ffmpeg/create-ffmpeg.ts';
import { Unencodable } from '../ffmpeg/unencodable.ts';
import type { Source } from '../probe/probe-source.ts';
import { audioName, type Ladder, toLadderArguments } from './ladder-arguments.ts';
import { createSegmentPublisher, type Destination, type MadeRendition } from './publish-segments.ts';

interface Work {
  readonly path: string;
  readonly source: Source;
  readonly ladder: Ladder;
  /** Empty; ffmpeg writes here. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Seconds that are done. */
  readonly onProgress?: (seconds: number) => void;
}

const lookEveryMs = 50;
/** Longer ones end at once. */
const maxTimerMs = 2_147_483_647;

/** Makes renditions and puts their segments into the store while ffmpeg goes on. Fails with `Unencodable` for what is the file's fault. */
export async function encodeRenditions(ffmpeg: Ffmpeg, to: Destination, work: Work): Promise<MadeRendition[]> {
  const { source, ladder, folder } = work;
  const names = [...(ladder.gain !== null && source.sound !== null ? [audioName] : []), ...ladder.rungs.map(({ name }) => name)];
  const publishers = names.map((name) => createSegmentPublisher(to, name, join(folder, name)));
  const stop = new AbortController();
  const signal = AbortSignal.any([work.signal, stop.signal]);
  const state = { isRunning: true };
  const running = ffmpeg
    .run(toLadderArguments(work.path, source, ladder), {
      ...{ folder, signal, refusal: 'damaged', limits: toLimits(ladder) },
      countTaken: () => publishers.reduce((sum, { taken }) => sum + taken, 0),
      ...(work.onProgress && { onProgress: work.onProgress }),
    })
    .finally(() => {
      state.isRunning = false;
    });
  const publishing = (async () => {
    while (state.isRunning) {
      await Promise.all(publishers.map((publisher) => publisher.takeFinished(signal)));
      await delay(lookEveryMs);
    }
  })();
  publishing.catch((error: unknown) => stop.abort(error));
  // Both have ended before anybody removes the folder.
  const [ran, published] = await Promise.allSettled([running, publishing]);
  if (ran.status === 'rejected') throw ran.reason;
  if (published.status === 'rejected') throw published.reason;
  const made = await Promise.all(publishers.map((publisher) => publisher.finish(signal)));
  requireWhole(source, ladder, made);
  return made;
}

export const toSeconds = ({ segments }: Pick<MadeRendition, 'segments'>) => segments.reduce((sum, [seconds]) => sum + seconds, 0);

/** A file that says how long it is gets a little more; one that does not may be as long as any. */
export const toMaxSeconds = ({ durationSeconds }: Source, longest: number) =>
  durationSeconds === null ? longest + 1 : Math.ceil(durationSeconds * 1.01) + 1;

/** Of bytes what the encoder was asked for twice, of time eight times the length; and room for the beginning. */
function toLimits({ rungs, gain, maxSeconds }: Ladder) {
  const bitrate = rungs.reduce((sum, rung) => sum + rung.bitrate, gain === null ? 0 : 128_000);
  return {
    outputBytes: Math.ceil(((bitrate * 2) / 8) * maxSeconds) + 20_000_000,
    // Two processors take less than the length of the video, and others wait for their turn.
    wallMs: Math.min(maxTimerMs, 600_000 + 8_000 * maxSeconds),
  };
}

/** A file that was cut off says how long it was; one that goes on behind its length would lose its end. */
function requireWhole({ durationSeconds, pictureSeconds }: Source, { maxSeconds }: Ladder, made: readonly MadeRendition[]): void {
  const longest = Math.max(...made.map(toSeconds));
  if (durationSeconds !== null && longest > maxSeconds - 0.5)
    throw new Unencodable('damaged', `it goes on behind ${durationSeconds} s`);
  const pictures = made.filter(({ name }) => name !== audioName).map(toSeconds);
  const lacks = (is: number, should: number | null) => should !== null && is < should * 0.9 - 1;
  if (lacks(longest, durationSeconds) || lacks(Math.min(...pictures), pictureSeconds))
    throw new Unencodable('damaged', `only ${longest} of ${durationSeconds} s could be read`);
}
