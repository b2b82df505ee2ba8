import type { Context } from '@lyceum/common/context';
import { type EntityManager, In } from 'typeorm';
import { CourseAuthorEntity } from '../../authoring/course/course-author.entity.ts';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { findWanting } from '../../informing/mail-preference/find-wanting.ts';
import { findLearnerStudies } from '../../learning/gate/find-learner-studies.ts';
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
  const wanting = [...(await findWanting(db, followerIds, { kind: 'discussions', courseId }))];
  const readers = await findReaders(db, ctx, discussion, wanting);
  return followers.filter(({ personId }) => readers.has(personId));
}

async function findReaders(
  db: EntityManager,
  ctx: Context,
  { courseId, lessonId }: DiscussionRow,
  personIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const people = { courseId, personId: In(personIds) };
  const readers = new Set((await db.findBy(CourseAuthorEntity, people)).map(({ personId }) => personId));
  for (const { enrolment, locks } of await findLearnerStudies(db, ctx, await db.findBy(EnrolmentEntity, people)))
    if (locks.get(lessonId) === null) readers.add(enrolment.personId);
  return readers;
}
