import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { type EntityManager, In, LessThan } from 'typeorm';
import { z } from 'zod';
import { PlaybackEntity } from './playback.entity.ts';

const job = defineJob('streaming.purge-playbacks', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const purgePlaybacksSchedule: Schedule = { job, everySeconds: 3600 };

const keptMs = 7 * 86_400_000;
const batchSize = 1_000;

/** Deletes playbacks a week after they expired, of all spaces. */
export const purgePlaybacksJob = handle(job, async (_payload, run) => {
  await run.inEachSpace(PlaybackEntity, async ({ ctx, signal, transact }) => {
    const before = new Date(ctx.now().getTime() - keptMs);
    while (!signal.aborted && (await transact((db) => deleteBefore(db, before))) === batchSize);
  });
});

async function deleteBefore(db: EntityManager, before: Date): Promise<number> {
  const where = { expiresAt: LessThan(before) };
  const expired = await db.find(PlaybackEntity, { select: { id: true }, where, take: batchSize });
  await db.delete(PlaybackEntity, { id: In(expired.map(({ id }) => id)) });
  return expired.length;
}
