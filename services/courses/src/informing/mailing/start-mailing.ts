import type { Context } from '@lyceum/common/context';
import { defineJob } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { MailingEntity, type MailingRow } from './mailing.entity.ts';

export const sendMailing = defineJob('courses.send-mailing', z.object({ mailingId: z.uuid() }), {
  attempts: 5,
  backoffMs: 10_000,
});

/** Before the ids of all people. */
const firstId = '00000000-0000-0000-0000-000000000000';

/** Has learners mailed by a job, page by page. */
export async function startMailing(
  db: EntityManager,
  ctx: Context,
  mailing: Pick<MailingRow, 'id' | 'courseId' | 'kind' | 'occurredAt'>,
): Promise<void> {
  const now = ctx.now();
  await db.insert(MailingEntity, { ...mailing, lastPersonId: firstId, touchedAt: now, movedAt: now, finishedAt: null });
  await enqueue(db, ctx, sendMailing, { mailingId: mailing.id });
}
