import type { Context } from '@lyceum/common/context';
import { handle } from '@lyceum/common/jobs';
import { publish } from '@lyceum/common/outbox';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { type EntityManager, In, LessThan, MoreThan } from 'typeorm';
import { findPersonNames } from '../../enrolling/person/find-person-names.ts';
import { DiscussionEntity, type DiscussionRow } from '../discussion/discussion.entity.ts';
import { DiscussionFollowerEntity, type DiscussionFollowerRow } from '../discussion/discussion-follower.entity.ts';
import { DiscussionReplyEntity } from '../discussion/discussion-reply.entity.ts';
import { lockDiscussion } from '../discussion/find-discussion.ts';
import { discussionRepliedMail } from './discussion-replied.mail.ts';
import { findRecipients } from './find-recipients.ts';
import { mailIntervalMs, mailReplies, scheduleMails } from './schedule-mails.ts';

const followersAtOnce = 20;

/** Tells the followers of a discussion what is new to them, a few in each transaction. */
export const mailRepliesJob = handle(mailReplies, async ({ discussionId }, { ctx, transact, signal }) => {
  let hasMore = true;
  while (hasMore) {
    signal.throwIfAborted();
    hasMore = await transact((db) => mailNext(db, ctx, discussionId));
  }
});

/** Tells whether there may be more to mail. */
async function mailNext(db: EntityManager, ctx: Context, discussionId: string): Promise<boolean> {
  const discussion = await lockDiscussion(db, discussionId);
  if (!discussion?.mailAt) return false;
  const followers = await findDue(db, ctx, discussion);
  if (followers.length > 0) await mailFollowers(db, ctx, discussion, followers);
  else await finish(db, ctx, discussion);
  return followers.length > 0;
}

/** Followers who do not know the last reply and have got no mail for an hour. */
function findDue(
  db: EntityManager,
  ctx: Context,
  { id: discussionId, lastNumber }: DiscussionRow,
): Promise<DiscussionFollowerRow[]> {
  const lastMailAt = new Date(ctx.now().getTime() - mailIntervalMs);
  return db
    .createQueryBuilder(DiscussionFollowerEntity, 'follower')
    .where({ discussionId, knownNumber: LessThan(lastNumber) })
    .andWhere('(follower.mailedAt IS NULL OR follower.mailedAt <= :lastMailAt)', { lastMailAt })
    .orderBy('follower.personId')
    .limit(followersAtOnce)
    .getMany();
}

async function mailFollowers(
  db: EntityManager,
  ctx: Context,
  discussion: DiscussionRow,
  followers: readonly DiscussionFollowerRow[],
): Promise<void> {
  const { id: discussionId, courseId, lessonId, lessonTitle: title, lastNumber } = discussion;
  const knownByAll = Math.min(...followers.map(({ knownNumber }) => knownNumber));
  const where = { discussionId, number: MoreThan(knownByAll) };
  const select = { id: true, number: true, personId: true, excerpt: true } as const;
  const replies = await db.find(DiscussionReplyEntity, { select, where, order: { number: 'ASC' } });
  const toName = await findPersonNames(
    db,
    replies.map(({ personId }) => personId),
  );
  const mailed: string[] = [];
  for (const { personId, knownNumber } of await findRecipients(db, ctx, discussion, followers)) {
    const news = replies.filter((reply) => reply.number > knownNumber && reply.personId !== personId);
    const last = news.at(-1);
    if (!last) continue;
    const data = {
      courseId,
      lessonId,
      discussionId,
      title,
      count: news.length,
      name: toName(last.personId),
      excerpt: last.excerpt,
    };
    await publish(db, ctx, mailRequested, discussionRepliedMail({ accountId: personId, data }));
    mailed.push(personId);
  }
  const personIds = followers.map(({ personId }) => personId);
  await db.update(DiscussionFollowerEntity, { discussionId, personId: In(personIds) }, { knownNumber: lastNumber });
  if (mailed.length === 0) return;
  const mailedAt = ctx.now();
  await db.update(DiscussionFollowerEntity, { discussionId, personId: In(mailed) }, { mailedAt });
  await db.update(DiscussionEntity, { id: discussionId }, { mailedAt });
}

/** What came while others were told waits for the next hour. */
async function finish(db: EntityManager, ctx: Context, discussion: DiscussionRow): Promise<void> {
  const { id, lastNumber } = discussion;
  await db.update(DiscussionEntity, { id }, { mailAt: null });
  const hasNews = await db.existsBy(DiscussionFollowerEntity, { discussionId: id, knownNumber: LessThan(lastNumber) });
  if (hasNews) await scheduleMails(db, ctx, { ...discussion, mailAt: null });
}
