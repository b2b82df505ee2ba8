import { defineJob, handle, type Schedule } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import { IsNull, LessThan } from 'typeorm';
import { z } from 'zod';
import { MailingEntity } from '../mailing/mailing.entity.ts';
import { sendMailing } from '../mailing/start-mailing.ts';

const job = defineJob('courses.resume-mailings', z.object({}), { attempts: 3, backoffMs: 10_000 });

export const resumeMailingsSchedule: Schedule = { job, everySeconds: 3_600 };

/** A job may be lost with Redis, or have given up while the database was away. */
const patienceMs = 3_600_000;

/** A mailing that cannot be sent for so long is news no more. */
const stuckMs = 7 * 86_400_000;

/** Longer than a job may come again. */
const keptMs = 60 * 86_400_000;

const batchSize = 100;

/** Has mails sent that nobody sends any more, gives up what does not move, and forgets old mailings, of all spaces. */
export const resumeMailingsJob = handle(job, (_payload, run) =>
  run.inEachSpace(MailingEntity, async ({ ctx, transact }) => {
    const now = ctx.now();
    const before = (ms: number) => LessThan(new Date(now.getTime() - ms));
    await transact(async (db) => {
      await db.delete(MailingEntity, { finishedAt: before(keptMs) });
      await db.update(MailingEntity, { finishedAt: IsNull(), movedAt: before(stuckMs) }, { finishedAt: now });
      const stuck = await db.find(MailingEntity, {
        where: { finishedAt: IsNull(), touchedAt: before(patienceMs) },
        order: { touchedAt: 'ASC' },
        take: batchSize,
      });
      for (const { id: mailingId } of stuck) {
        await db.update(MailingEntity, { id: mailingId }, { touchedAt: now });
        await enqueue(db, ctx, sendMailing, { mailingId });
      }
    });
  }),
);
