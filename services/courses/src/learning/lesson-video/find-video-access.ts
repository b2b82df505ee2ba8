import type { Actor, Context } from '@lyceum/common/context';
import { fail, found } from '@lyceum/common/errors';
import { lessonNotFound } from '@lyceum/contracts/courses/draft';
import type { getVideoAccess } from '@lyceum/contracts/courses/lesson-video';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { LessonEntity } from '../../authoring/content/lesson.entity.ts';
import { CourseEntity, type CourseRow } from '../../authoring/course/course.entity.ts';
import { canTeach, type Reader, toReader } from '../../authoring/course/find-course.ts';
import { findVideoId } from '../../authoring/library-video/find-video-id.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { listLessons } from '../../authoring/revision/outline.ts';
import { describeLock } from '../gate/describe-lock.ts';
import { findStudyIn } from '../gate/find-study.ts';

type VideoAccess = z.input<typeof getVideoAccess.response>;

/**
 * What the gate says to a person for whom a service asks. A lesson that is only in the draft is open to those who teach the course.
 * Fails with `lesson.not_found`.
 */
export async function findVideoAccess(
  db: EntityManager,
  ctx: Pick<Context, 'now' | 'locale'>,
  person: Pick<Actor, 'id' | 'roles'>,
  lessonId: string,
): Promise<VideoAccess> {
  const reader = toReader(person);
  const course = await findCourseWith(db, lessonId);
  if (course.status === 'draft') return previewDraft(db, reader, course, lessonId);
  const study = await findStudyIn(db, ctx, reader, course);
  const lesson = listLessons(study.revision.outline).find(({ id }) => id === lessonId);
  if (!lesson) return previewDraft(db, reader, course, lessonId);
  const lock = study.locks.get(lessonId) ?? null;
  const version = await db.findOneOrFail(LessonVersionEntity, {
    select: { id: true, videoId: true },
    where: { id: lesson.versionId },
  });
  return { videoId: version.videoId ?? null, open: lock === null, lock: lock && describeLock(lock, ctx.locale) };
}

/** The course that has the lesson in its draft or in what was published of it. */
async function findCourseWith(db: EntityManager, lessonId: string): Promise<CourseRow> {
  const course = await db
    .createQueryBuilder(CourseEntity, 'course')
    .where(
      `course.id = coalesce((SELECT course_id FROM lessons WHERE id = :lessonId),
         (SELECT course_id FROM lesson_versions WHERE lesson_id = :lessonId LIMIT 1))`,
      { lessonId },
    )
    .getOne();
  return found(course, lessonNotFound);
}

async function previewDraft(db: EntityManager, reader: Reader, { id: courseId }: CourseRow, id: string): Promise<VideoAccess> {
  const lesson = found(await db.findOneBy(LessonEntity, { id, courseId }), lessonNotFound);
  if (!(await canTeach(db, reader, courseId))) throw fail(lessonNotFound);
  return { videoId: findVideoId(lesson.content), open: true, lock: null };
}
