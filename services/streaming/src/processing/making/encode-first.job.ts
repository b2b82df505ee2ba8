import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { handle, type JobHandler } from '@lyceum/common/jobs';
import { toRenditionKey } from '../../objects/object-keys.ts';
import { encodeFirst } from '../encoding/encoding-jobs.ts';
import { changeEncoding, isDone, toFinished, toStarted } from '../encoding/encoding-steps.ts';
import { Unencodable } from '../ffmpeg/unencodable.ts';
import { chooseRungs } from '../ladder/choose-rungs.ts';
import { encodeRenditions, toMaxSeconds, toSeconds } from '../ladder/encode-renditions.ts';
import { audioName, type Ladder } from '../ladder/ladder-arguments.ts';
import { measureGain } from '../ladder/loudness.ts';
import { toNumber } from '../probe/frame-rate.ts';
import type { Source } from '../probe/probe-source.ts';
import { failEncoding } from './fail-encoding.ts';
import { makePlayable } from './make-playable.ts';
import { type OpenedSource, openSource } from './open-source.ts';
import { type EncodingTools, type EncodingWork, runEncoding } from './run-encoding.ts';

/** Looks at a file and makes of it what it takes to play it: the sound and the lowest quality. */
export function handleEncodeFirst(tools: EncodingTools): JobHandler {
  return handle(encodeFirst, ({ encodingId }, run) => runEncoding(tools, run, encodingId, makeFirst), {
    giveUp: ({ encodingId }, run) => failEncoding(tools, run, { id: encodingId }, 'interrupted'),
  });
}

async function makeFirst(work: EncodingWork): Promise<void> {
  if (isDone(work.encoding, 'first-quality')) return;
  const opened = await look(work);
  const { run, to, encoding } = work;
  await run.transact((db) => changeEncoding(db, encoding, (row) => toStarted(run.ctx, row, 'first-quality')));
  const [lowest] = chooseRungs(opened.source);
  for (const name of [audioName, lowest.name]) await to.storage.deleteAll(toRenditionKey(to.space, to.encodingId, name, ''));
  const made = await encode(work, opened, { rungs: [lowest] });
  const length = Math.max(...made.map(toSeconds));
  if (length > work.config.VIDEO_MAX_SECONDS) throw new Unencodable('too-long', `${length} s`);
  await makePlayable(run, encoding, { source: opened.source, rung: lowest, made });
}

/** The step `probe`; another attempt looks again, and says nothing of it. */
async function look(work: EncodingWork): Promise<OpenedSource> {
  const { run, encoding } = work;
  if (isDone(encoding, 'probe')) return openSource(work);
  await run.transact((db) => changeEncoding(db, encoding, (row) => toStarted(run.ctx, row, 'probe')));
  const opened = await openSource(work);
  await run.transact((db) =>
    changeEncoding(db, encoding, (row) => ({ ...toFinished(run.ctx, row, 'probe'), ...toFacts(opened.source) })),
  );
  return opened;
}

const toFacts = ({ durationSeconds, width, height, frameRate, sound }: Source) => ({
  ...{ durationSeconds, width, height, frameRate: toNumber(frameRate), hasAudio: sound !== null },
});

async function encode(work: EncodingWork, { path, source }: OpenedSource, { rungs }: Pick<Ladder, 'rungs'>) {
  const { ffmpeg, track, config, to } = work;
  const folder = join(work.folder, 'first');
  await mkdir(folder);
  const length = source.durationSeconds ?? config.VIDEO_MAX_SECONDS;
  const limits = { outputBytes: 1_000_000, wallMs: Math.min(2_147_483_647, 60_000 + 2_000 * length) };
  const { signal } = track;
  const gain = source.sound === null ? null : await measureGain(ffmpeg, path, source.sound, { folder, limits, signal });
  const onProgress = (seconds: number) => track.report('first-quality', seconds / length);
  const ladder = { rungs, gain, maxSeconds: toMaxSeconds(source, config.VIDEO_MAX_SECONDS) };
  return encodeRenditions(ffmpeg, to, { path, source, ladder, folder, signal, onProgress });
}
