import type { Actor, Context } from '@lyceum/common/context';
import { found } from '@lyceum/common/errors';
import { replyNotFound } from '@lyceum/contracts/courses/discussion-reply';
import type { EntityManager } from 'typeorm';
import type { DiscussionRow } from '../discussion/discussion.entity.ts';
import { DiscussionReplyEntity, type DiscussionReplyRow } from '../discussion/discussion-reply.entity.ts';
import { lockDiscussion, requireReadable } from '../discussion/find-discussion.ts';

/**
 * A reply that the person may read, in whose discussion nobody else writes until the transaction ends. Fails with `reply.not_found`,
 * `lesson.not_found` and `lesson.locked`.
 */
export async function lockReply(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  id: string,
): Promise<{ discussion: DiscussionRow; reply: DiscussionReplyRow }> {
  const { discussionId } = found(await db.findOneBy(DiscussionReplyEntity, { id }), replyNotFound);
  const discussion = found(await lockDiscussion(db, discussionId), replyNotFound);
  const reply = found(await db.findOneBy(DiscussionReplyEntity, { id }), replyNotFound);
  await requireReadable(db, ctx, actor, discussion);
  return { discussion, reply };
}
