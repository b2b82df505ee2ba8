import type { Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import { canTeach } from '../../authoring/course/find-course.ts';
import { findWanting } from '../../informing/mail-preference/find-wanting.ts';
import { findStudy } from '../../learning/gate/find-study.ts';
import type { DiscussionRow } from '../discussion/discussion.entity.ts';
import type { DiscussionFollowerRow } from '../discussion/discussion-follower.entity.ts';

/** Who of a few followers gets a mail: those who want such mails and may still read the discussion. A job knows of no roles, so staff do as authors or learners. */
export async function findRecipients(
  db: EntityManager,
  ctx: Context,
  discussion: DiscussionRow,
  followers: readonly DiscussionFollowerRow[],
): Promise<DiscussionFollowerRow[]> {
  const { courseId } = discussion;
  const followerIds = followers.map(({ personId }) => personId);
  const wanting = await findWanting(db, followerIds, { kind: 'discussions', courseId });
  const recipients: DiscussionFollowerRow[] = [];
  for (const follower of followers)
    if (wanting.has(follower.personId) && (await mayRead(db, ctx, discussion, follower.personId))) recipients.push(follower);
  return recipients;
}

async function mayRead(
  db: EntityManager,
  ctx: Context,
  { courseId, lessonId }: DiscussionRow,
  personId: string,
): Promise<boolean> {
  const reader = { id: personId, can: () => false };
  if (await canTeach(db, reader, courseId)) return true;
  const { locks } = await findStudy(db, ctx, reader, courseId);
  return locks.get(lessonId) === null;
}
