import type { Context } from '@lyceum/common/context';
import { found } from '@lyceum/common/errors';
import { discussionNotFound } from '@lyceum/contracts/courses/discussion';
import type { EntityManager } from 'typeorm';
import { canTeach, type Reader } from '../../authoring/course/find-course.ts';
import type { OutlineLesson } from '../../authoring/revision/outline.ts';
import { findStudy, findStudyLesson, requireOpen } from '../../learning/gate/find-study.ts';
import { DiscussionEntity, type DiscussionRow } from './discussion.entity.ts';

type Reading = Pick<Context, 'now' | 'locale'>;
type LessonIds = Pick<DiscussionRow, 'courseId' | 'lessonId'>;

/**
 * A discussion that the person may read, by the gate of its lesson at this moment; those who teach the course read all, also of lessons
 * that are gone since. With `lock` nobody else writes in it until the transaction ends. Fails with `discussion.not_found`,
 * `lesson.not_found` and `lesson.locked`.
 */
export async function findDiscussion(
  db: EntityManager,
  ctx: Reading,
  actor: Reader,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<{ discussion: DiscussionRow; teaches: boolean }> {
  const row = lock ? await lockDiscussion(db, id) : await db.findOneBy(DiscussionEntity, { id });
  const discussion = found(row, discussionNotFound);
  return { discussion, teaches: await requireReadable(db, ctx, actor, discussion) };
}

/** Keeps others from writing in it until the transaction ends. */
export function lockDiscussion(db: EntityManager, id: string): Promise<DiscussionRow | null> {
  return db.findOne(DiscussionEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
}

/** Tells whether the person teaches the course; who does not passes the gate of the lesson. */
export async function requireReadable(db: EntityManager, ctx: Reading, actor: Reader, ids: LessonIds): Promise<boolean> {
  if (await canTeach(db, actor, ids.courseId)) return true;
  await findOpenLesson(db, ctx, actor, ids);
  return false;
}

/**
 * A lesson of the person's revision, for whom the gate opens it and for those who teach the course. Fails with `course.not_found`,
 * `lesson.not_found` and `lesson.locked`.
 */
export async function findOpenLesson(
  db: EntityManager,
  ctx: Reading,
  actor: Reader,
  { courseId, lessonId }: LessonIds,
): Promise<OutlineLesson> {
  const study = await findStudy(db, ctx, actor, courseId);
  const lesson = findStudyLesson(study, lessonId);
  if (!(await canTeach(db, actor, courseId))) requireOpen(study, lesson, ctx);
  return lesson;
}
