import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { type EntityManager, In, LessThan } from 'typeorm';
import { z } from 'zod';
import { AuditEntryEntity } from './audit-entry.entity.ts';

const job = defineJob('chatbot.purge-audit', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const purgeAuditSchedule: Schedule = { job, everySeconds: 86_400 };

const keptMs = 400 * 86_400_000;
const batchSize = 1_000;

/** Deletes entries 400 days after they were made, of all spaces. */
export const purgeAuditJob = handle(job, async (_payload, run) => {
  await run.inEachSpace(AuditEntryEntity, async ({ ctx, signal, transact }) => {
    const before = new Date(ctx.now().getTime() - keptMs);
    while (!signal.aborted && (await transact((db) => deleteBefore(db, before))) === batchSize);
  });
});

async function deleteBefore(db: EntityManager, before: Date): Promise<number> {
  const where = { createdAt: LessThan(before) };
  const old = await db.find(AuditEntryEntity, { select: { id: true }, where, take: batchSize });
  await db.delete(AuditEntryEntity, { id: In(old.map(({ id }) => id)) });
  return old.length;
}
