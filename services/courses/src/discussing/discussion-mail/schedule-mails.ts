import type { Context } from '@lyceum/common/context';
import { defineJob } from '@lyceum/common/jobs';
import { enqueue } from '@lyceum/common/outbox';
import { id } from '@lyceum/contracts/shared/fields';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { DiscussionEntity, type DiscussionRow } from '../discussion/discussion.entity.ts';

export const mailReplies = defineJob('courses.mail-replies', z.object({ discussionId: id }), { attempts: 5, backoffMs: 10_000 });

/** A person gets no two mails of a discussion within this time. */
export const mailIntervalMs = 3_600_000;

/** What is written meanwhile comes with the same mail. */
const gatheringMs = 300_000;

/** Has new replies mailed, unless that is coming already. The caller has locked the discussion. */
export async function scheduleMails(
  db: EntityManager,
  ctx: Context,
  { id, mailAt, mailedAt }: Pick<DiscussionRow, 'id' | 'mailAt' | 'mailedAt'>,
): Promise<void> {
  const now = ctx.now().getTime();
  // A job that is so late was given up.
  if (mailAt && mailAt.getTime() > now - mailIntervalMs) return;
  const at = new Date(Math.max(now + gatheringMs, (mailedAt?.getTime() ?? 0) + mailIntervalMs));
  await enqueue(db, ctx, mailReplies, { discussionId: id }, { at });
  await db.update(DiscussionEntity, { id }, { mailAt: at });
}
