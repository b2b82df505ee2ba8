import type { EntityManager } from 'typeorm';
import type { EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import { QuizExceptionEntity, type QuizExceptionRow } from './quiz-exception.entity.ts';

export type QuizAllowance = Pick<QuizExceptionRow, 'extraAttempts' | 'timePercent'>;

/** What a learner is granted in a quiz: of the time for it and that for the whole course, the larger. Null stands for whoever only looks. */
export async function findAllowance(
  db: EntityManager,
  enrolment: Pick<EnrolmentRow, 'id' | 'timePercent'> | null,
  lessonId: string,
): Promise<QuizAllowance> {
  if (!enrolment) return { extraAttempts: 0, timePercent: 100 };
  const exception = await db.findOneBy(QuizExceptionEntity, { enrolmentId: enrolment.id, lessonId });
  const { extraAttempts = 0, timePercent = 100 } = exception ?? {};
  return { extraAttempts, timePercent: Math.max(timePercent, enrolment.timePercent) };
}

/** Until when an attempt takes answers; null for ever. */
export function findDeadline(
  startedAt: Date,
  { timeLimitSeconds }: { readonly timeLimitSeconds: number | null },
  { timePercent }: Pick<QuizAllowance, 'timePercent'>,
): Date | null {
  return timeLimitSeconds === null ? null : new Date(startedAt.getTime() + timeLimitSeconds * 10 * timePercent);
}
