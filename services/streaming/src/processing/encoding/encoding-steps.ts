import type { Context } from '@lyceum/common/context';
import type { ProcessingStepName } from '@lyceum/contracts/streaming/processing';
import type { EntityManager } from 'typeorm';
import { VideoEntity, type VideoRow } from '../../library/video/video.entity.ts';
import { EncodingEntity, type EncodingRow, type EncodingStep } from './encoding.entity.ts';

/** Nobody wants any more what is being made: the video was deleted, or another file has taken its place. */
export class Unwanted extends Error {
  override name = 'Unwanted';
}

/** Another run has begun the same work: the job of this one was taken for dead, or was tried again. */
export class Superseded extends Error {
  override name = 'Superseded';
}

/** An encoding as a run knows it that works on it. */
export type Claimed = Pick<EncodingRow, 'id' | 'runId'>;

/** Of a hundred, how much of the work each step is. */
const shares: Readonly<Record<ProcessingStepName, number>> = {
  probe: 5,
  'first-quality': 30,
  pictures: 3,
  file: 2,
  'other-qualities': 60,
};

export const isOpen = ({ status }: Pick<EncodingRow, 'status'>) => status === 'queued' || status === 'running';

export const isDone = ({ steps }: Pick<EncodingRow, 'steps'>, name: ProcessingStepName) =>
  steps.some((step) => step.name === name && step.status === 'done');

/** Percent of the whole when so much of a step is done, from 0 to 1; it is never 100 before the end. */
export function toPercent(steps: readonly EncodingStep[], name: ProcessingStepName, fraction: number): number {
  const before = steps.filter((step) => step.status === 'done' && step.name !== name);
  const sum = before.reduce((total, step) => total + shares[step.name], shares[name] * Math.min(1, Math.max(0, fraction)));
  return Math.min(99, Math.floor(sum));
}

/** An encoding with its video, while somebody wants what is made of it. */
export async function findWanted(db: EntityManager, id: string): Promise<{ encoding: EncodingRow; video: VideoRow } | null> {
  const encoding = await db.findOneBy(EncodingEntity, { id });
  if (!encoding) return null;
  const video = await db.findOneBy(VideoEntity, { id: encoding.videoId });
  if (!video || video.deletedAt || (video.newestEncodingId !== id && video.currentEncodingId !== id)) return null;
  return { encoding, video };
}

/**
 * Changes an encoding that a run works on. Fails with `Unwanted` when it has ended meanwhile, and with `Superseded` when another run has it. Who locks the video as well does it before.
 */
export async function changeEncoding(
  db: EntityManager,
  { id, runId }: Claimed,
  toChange: (encoding: EncodingRow) => Partial<EncodingRow>,
): Promise<EncodingRow> {
  const encoding = await db.findOne(EncodingEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!encoding || !isOpen(encoding)) throw new Unwanted('the encoding has ended');
  if (encoding.runId !== runId) throw new Superseded('another run has begun');
  const change = { ...toChange(encoding), version: encoding.version + 1 };
  await db.update(EncodingEntity, { id }, change);
  return { ...encoding, ...change };
}

export function toStarted(ctx: Context, { steps }: EncodingRow, name: ProcessingStepName): Partial<EncodingRow> {
  const now = ctx.now().toISOString();
  const started = steps.map((step) =>
    step.name === name ? { ...step, status: 'running' as const, startedAt: now, endedAt: null } : step,
  );
  return { status: 'running', steps: started, progress: toPercent(started, name, 0) };
}

export function toFinished(ctx: Context, { steps }: EncodingRow, name: ProcessingStepName): Partial<EncodingRow> {
  const now = ctx.now().toISOString();
  const finished = steps.map((step) => (step.name === name ? { ...step, status: 'done' as const, endedAt: now } : step));
  return { steps: finished, progress: toPercent(finished, name, 1) };
}
