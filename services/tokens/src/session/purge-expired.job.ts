import type { Schedule } from '@lyceum/common/jobs';
import { defineJob, handle } from '@lyceum/common/jobs';
import { type EntityManager, type EntitySchema, In, LessThan } from 'typeorm';
import { z } from 'zod';
import { RegistrationEntity } from '../registration/registration.entity.ts';
import { SessionEntity } from './session.entity.ts';

const job = defineJob('tokens.purge-expired', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const purgeSchedule: Schedule = { job, everySeconds: 3600 };

const batchSize = 1_000;

/** Deletes expired sessions with their refresh tokens, and registrations nobody confirmed, of all spaces. */
export const purgeExpiredJob = handle(job, async (_payload, run) => {
  for (const entity of [SessionEntity, RegistrationEntity] as Expiring[]) {
    await run.inEachSpace(entity, async ({ ctx, signal, transact }) => {
      while (!signal.aborted && (await transact((db) => deleteExpired(db, entity, ctx.now()))) === batchSize);
    });
  }
});

type Expiring = EntitySchema<{ id: string; expiresAt: Date }>;

async function deleteExpired(db: EntityManager, entity: Expiring, now: Date): Promise<number> {
  const expired = await db.find(entity, { select: { id: true }, where: { expiresAt: LessThan(now) }, take: batchSize });
  await db.delete(entity, { id: In(expired.map(({ id }) => id)) });
  return expired.length;
}
