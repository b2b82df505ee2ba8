import type { EntityManager } from 'typeorm';
import { listLessons } from '../../authoring/revision/outline.ts';
import { RevisionEntity } from '../../authoring/revision/revision.entity.ts';
import type { EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { LessonProgressEntity } from '../../learning/progress/lesson-progress.entity.ts';

/** Mean of what the learner got in the quizzes of the course, in per cent with one decimal; null without any. */
export async function findScore(
  db: EntityManager,
  { id: enrolmentId, revisionId }: Pick<EnrolmentRow, 'id' | 'revisionId'>,
): Promise<number | null> {
  const { outline } = await db.findOneByOrFail(RevisionEntity, { id: revisionId });
  const quizzes = new Set(
    listLessons(outline)
      .filter(({ type }) => type === 'quiz')
      .map(({ id }) => id),
  );
  const progress = await db.findBy(LessonProgressEntity, { enrolmentId });
  const percents = progress.flatMap(({ lessonId, percent }) => (percent !== null && quizzes.has(lessonId) ? [percent] : []));
  if (percents.length === 0) return null;
  const mean = percents.reduce((sum, percent) => sum + percent, 0) / percents.length;
  return Math.round(mean * 10) / 10;
}
