import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import type { listCourseDiscussions } from '@lyceum/contracts/courses/discussion';
import { enrolmentNotFound } from '@lyceum/contracts/courses/enrolment';
import { authForbidden } from '@lyceum/contracts/shared/common-problems';
import { type EntityManager, In, type SelectQueryBuilder } from 'typeorm';
import type { z } from 'zod';
import { canTeach, findCourse } from '../../authoring/course/find-course.ts';
import { isLearning } from '../../enrolling/enrolment/is-learning.ts';
import { findStudy } from '../../learning/gate/find-study.ts';
import { DiscussionEntity, type DiscussionRow } from './discussion.entity.ts';

type Query = z.output<typeof listCourseDiscussions.query>;

const selectAsked = 'SELECT id FROM discussions WHERE course_id = :courseId AND person_id = :readerId';
const selectFollowed = 'SELECT discussion_id FROM discussion_followers WHERE person_id = :readerId';

/**
 * Discussions of a course as the reader may see and wants them: those who teach see all, learners what they have started or follow in
 * lessons that are open to them. Fails with `course.not_found` and `enrolment.not_found`.
 */
export async function selectDiscussions(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  actor: Actor,
  courseId: string,
  { lessonId, cohortId, status, mine }: Query,
): Promise<SelectQueryBuilder<DiscussionRow>> {
  await findCourse(db, actor, courseId, { to: 'read' });
  const teaches = await canTeach(db, actor, courseId);
  if (cohortId && !teaches) throw fail(authForbidden);
  const asked = db.createQueryBuilder(DiscussionEntity, 'asked').where({ courseId, ...(lessonId && { lessonId }) });
  asked.setParameters({ courseId, readerId: actor.id });
  if (!teaches) asked.andWhere({ lessonId: In(await listOpenLessons(db, ctx, actor, courseId)) });
  if (mine === 'asked') asked.andWhere({ personId: actor.id });
  else if (mine === 'following') asked.andWhere(`asked.id IN (${selectFollowed})`);
  else if (!teaches) asked.andWhere(`asked.id IN (${selectAsked} UNION ALL ${selectFollowed})`);
  const inCohort = 'SELECT person_id FROM enrolments WHERE course_id = :courseId AND cohort_id = :cohortId';
  if (cohortId) asked.andWhere(`asked.personId IN (${inCohort})`, { cohortId });
  if (status) asked.andWhere(isInStatus('asked', status));
  return asked;
}

async function listOpenLessons(db: EntityManager, ctx: Pick<Context, 'now'>, actor: Actor, courseId: string): Promise<string[]> {
  const { enrolment, locks } = await findStudy(db, ctx, actor, courseId);
  if (!enrolment || !isLearning(enrolment, ctx.now())) throw fail(enrolmentNotFound);
  return [...locks].flatMap(([lessonId, lock]) => (lock ? [] : [lessonId]));
}

export const isInStatus = (alias: string, status: 'open' | 'answered') =>
  `${alias}.answerId IS ${status === 'open' ? 'NULL' : 'NOT NULL'}`;
