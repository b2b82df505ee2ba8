import { found } from '@lyceum/common/errors';
import { personNotFound } from '@lyceum/contracts/courses/course';
import { lessonNotFound } from '@lyceum/contracts/courses/draft';
import type { EntityManager } from 'typeorm';
import { listLessons } from '../../authoring/revision/outline.ts';
import { RevisionEntity } from '../../authoring/revision/revision.entity.ts';
import { EnrolmentEntity, type EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';

/** A lesson as a learner has it, open or not. */
export interface LearnerLesson {
  readonly enrolment: EnrolmentRow;
  readonly courseTitle: string;
  readonly lesson: ReturnType<typeof listLessons>[number];
}

/** For those who teach. Fails with `person.not_found` and `lesson.not_found`. */
export async function findLearnerLesson(
  db: EntityManager,
  { courseId, lessonId, personId }: { courseId: string; lessonId: string; personId: string },
): Promise<LearnerLesson> {
  const enrolment = found(await db.findOneBy(EnrolmentEntity, { courseId, personId }), personNotFound);
  const { outline } = await db.findOneByOrFail(RevisionEntity, { id: enrolment.revisionId });
  const lesson = listLessons(outline).find(({ id }) => id === lessonId);
  return { enrolment, courseTitle: outline.title, lesson: found(lesson, lessonNotFound) };
}
