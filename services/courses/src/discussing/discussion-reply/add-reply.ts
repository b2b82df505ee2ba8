import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { publish } from '@lyceum/common/outbox';
import { discussionTooMany } from '@lyceum/contracts/courses/discussion';
import { discussionReplied } from '@lyceum/contracts/courses/discussion-reply';
import type { EntityManager } from 'typeorm';
import { DiscussionEntity, type DiscussionRow } from '../discussion/discussion.entity.ts';
import { DiscussionReplyEntity, type DiscussionReplyRow } from '../discussion/discussion-reply.entity.ts';
import { findDiscussion } from '../discussion/find-discussion.ts';
import { followDiscussion } from '../discussion/follow-discussion.ts';
import { toPlace } from '../discussion/present-discussion.ts';
import { scheduleMails } from '../discussion-mail/schedule-mails.ts';
import { writeReply } from './write-reply.ts';

/** Of one discussion; those who teach may go on. */
const maxReplies = 500;

/** Of one person in one discussion. */
const maxOwnReplies = 50;

const isFull = {
  en: `A discussion has at most ${maxReplies} replies: start another one.`,
  ru: `В обсуждении бывает не больше ${maxReplies} ответов: начните новое.`,
};

const hasWrittenEnough = {
  en: `One person writes at most ${maxOwnReplies} replies in a discussion.`,
  ru: `В одном обсуждении можно написать не больше ${maxOwnReplies} ответов.`,
};

interface Added {
  readonly discussion: DiscussionRow;
  readonly reply: DiscussionReplyRow;
}

/** Whoever replies follows the discussion. Fails as `findDiscussion` does and with `discussion.too_many`. */
export async function addReply(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  discussionId: string,
  text: string,
): Promise<Added> {
  const { discussion, teaches: byTeacher } = await findDiscussion(db, ctx, actor, discussionId, { lock: true });
  const { courseId, lessonId, lessonTitle, personId: askerId, replies } = discussion;
  const own = { discussionId, personId: actor.id };
  if (!byTeacher && replies >= maxReplies) throw fail(discussionTooMany, { detail: isFull });
  if ((await db.countBy(DiscussionReplyEntity, own)) >= maxOwnReplies)
    throw fail(discussionTooMany, { detail: hasWrittenEnough });
  const number = discussion.lastNumber + 1;
  const createdAt = ctx.now();
  const reply: DiscussionReplyRow = {
    ...{ ...writeReply(text), id: newId(), discussionId, number, personId: actor.id, byTeacher },
    ...{ createdAt, editedAt: null, version: 1 },
  };
  await db.insert(DiscussionReplyEntity, reply);
  await db.update(DiscussionEntity, { id: discussionId }, { replies: replies + 1, lastNumber: number });
  await followDiscussion(db, { id: discussionId, lastNumber: number }, actor.id);
  await scheduleMails(db, ctx, discussion);
  await publish(db, ctx, discussionReplied, {
    ...{ courseId, lessonId, discussionId, replyId: reply.id, personId: actor.id, askerId, title: lessonTitle },
    ...{ place: toPlace(discussion), occurredAt: createdAt },
  });
  return { discussion, reply };
}
