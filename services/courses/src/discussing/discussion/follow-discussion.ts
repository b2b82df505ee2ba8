import type { EntityManager } from 'typeorm';
import { DiscussionEntity, type DiscussionRow } from './discussion.entity.ts';
import { DiscussionFollowerEntity, type DiscussionFollowerRow } from './discussion-follower.entity.ts';

/** From now on the person gets mails of it; a repeat changes nothing. The caller has locked the discussion. */
export async function followDiscussion(
  db: EntityManager,
  { id: discussionId, lastNumber }: Pick<DiscussionRow, 'id' | 'lastNumber'>,
  personId: string,
): Promise<void> {
  if (await db.existsBy(DiscussionFollowerEntity, { discussionId, personId })) return;
  const follower: DiscussionFollowerRow = { discussionId, personId, knownNumber: lastNumber, mailedAt: null };
  await db.insert(DiscussionFollowerEntity, follower);
  await db.increment(DiscussionEntity, { id: discussionId }, 'followers', 1);
}

/** From now on the person gets no mails of it; a repeat changes nothing. The caller has locked the discussion. */
export async function unfollowDiscussion(
  db: EntityManager,
  { id: discussionId }: Pick<DiscussionRow, 'id'>,
  personId: string,
): Promise<void> {
  const { affected } = await db.delete(DiscussionFollowerEntity, { discussionId, personId });
  if (affected) await db.decrement(DiscussionEntity, { id: discussionId }, 'followers', 1);
}
