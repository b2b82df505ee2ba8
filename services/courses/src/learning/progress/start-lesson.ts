import type { EntityManager } from 'typeorm';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { LessonProgressEntity, type LessonProgressRow } from './lesson-progress.entity.ts';

type Beginning = Pick<LessonProgressRow, 'enrolmentId' | 'lessonId' | 'versionId' | 'startedAt'>;

/** Notes that a learner has begun a lesson, or goes on with it. The caller holds the lock of the learner's study. */
export async function startLesson(
  db: EntityManager,
  beginning: Beginning,
  known: LessonProgressRow | undefined,
): Promise<LessonProgressRow> {
  const { enrolmentId, lessonId } = beginning;
  await db.update(EnrolmentEntity, { id: enrolmentId }, { lastLessonId: lessonId });
  if (known) return known;
  const untouched = { activeMs: 0, played: [], position: null, percent: null, completedAt: null, retake: false };
  const progress: LessonProgressRow = { ...beginning, ...untouched };
  await db.insert(LessonProgressEntity, progress);
  return progress;
}
