import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '@lyceum/common/database';
import { handle, type JobHandler } from '@lyceum/common/jobs';
import type { ProcessingStepName } from '@lyceum/contracts/streaming/processing';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { toRenditionKey } from '../../objects/object-keys.ts';
import { encodeRest } from '../encoding/encoding-jobs.ts';
import { changeEncoding, isDone, toFinished, toStarted } from '../encoding/encoding-steps.ts';
import { RenditionEntity } from '../encoding/rendition.entity.ts';
import { chooseRungs } from '../ladder/choose-rungs.ts';
import { encodeRenditions, toMaxSeconds } from '../ladder/encode-renditions.ts';
import { toRenditionRow } from '../ladder/to-rendition-row.ts';
import { noteReady, toEnded } from './end-well.ts';
import { failEncoding } from './fail-encoding.ts';
import type { MadeStep } from './made-step.ts';
import { makePlainFile } from './make-plain-file.ts';
import { makeStills } from './make-stills.ts';
import { type OpenedSource, openSource } from './open-source.ts';
import { type EncodingTools, type EncodingWork, runEncoding } from './run-encoding.ts';

/** Makes what a video that is played already lacks: pictures, a plain file, the other qualities. */
export function handleEncodeRest(tools: EncodingTools): JobHandler {
  return handle(encodeRest, ({ encodingId }, run) => runEncoding(tools, run, encodingId, makeRest), {
    giveUp: ({ encodingId }, run) => failEncoding(tools, run, { id: encodingId }, 'interrupted'),
  });
}

async function makeRest(work: EncodingWork): Promise<void> {
  const opened = await openSource(work);
  await makeStep(work, 'pictures', () => makeStills(work, opened));
  await makeStep(work, 'file', () => makePlainFile(work));
  await makeStep(work, 'other-qualities', () => makeOthers(work, opened));
  await finish(work);
}

async function makeStep({ run, encoding }: EncodingWork, name: ProcessingStepName, make: () => Promise<MadeStep>): Promise<void> {
  if (isDone(encoding, name)) return;
  await run.transact((db) => changeEncoding(db, encoding, (row) => toStarted(run.ctx, row, name)));
  const { change, bytes, write } = await make();
  await run.transact(async (db) => {
    await changeEncoding(db, encoding, (row) => ({
      ...{ ...toFinished(run.ctx, row, name), ...change, storedBytes: row.storedBytes + bytes },
    }));
    await write?.(db);
  });
}

async function makeOthers(work: EncodingWork, { path, source }: OpenedSource): Promise<MadeStep> {
  const { ffmpeg, track, to, config, encoding } = work;
  const [, ...rungs] = chooseRungs(source);
  if (rungs.length === 0) return { change: {}, bytes: 0 };
  for (const { name } of rungs) await to.storage.deleteAll(toRenditionKey(to.space, to.encodingId, name, ''));
  const folder = join(work.folder, 'others');
  await mkdir(folder);
  const length = encoding.durationSeconds ?? config.VIDEO_MAX_SECONDS;
  const onProgress = (seconds: number) => track.report('other-qualities', seconds / length);
  const ladder = { rungs, gain: null, maxSeconds: toMaxSeconds(source, config.VIDEO_MAX_SECONDS) };
  const made = await encodeRenditions(ffmpeg, to, { path, source, ladder, folder, signal: track.signal, onProgress });
  const bytes = made.reduce((sum, one) => sum + one.bytes, 0);
  const rows = made.map((one) =>
    toRenditionRow(
      one,
      rungs.find(({ name }) => name === one.name),
      source.frameRate,
    ),
  );
  return {
    ...{ change: {}, bytes },
    async write(db) {
      for (const row of rows) await db.insert(RenditionEntity, { id: newId(), encodingId: encoding.id, ...row });
    },
  };
}

async function finish({ run, encoding }: EncodingWork): Promise<void> {
  await run.transact(async (db) => {
    const video = await db.findOne(VideoEntity, { where: { id: encoding.videoId }, lock: { mode: 'pessimistic_write' } });
    await changeEncoding(db, encoding, () => toEnded(run.ctx));
    if (video) await noteReady(db, run.ctx, video, encoding.id);
  });
}
