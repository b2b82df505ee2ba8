import type { EnrolmentRow } from '../../enrolling/enrolment/enrolment.entity.ts';
import type { LessonProgressRow } from '../progress/lesson-progress.entity.ts';
import type { LearnerState } from './find-locks.ts';

interface Circumstances extends Pick<LearnerState, 'cohort' | 'unmet'> {
  readonly progress: readonly Pick<LessonProgressRow, 'lessonId' | 'completedAt'>[];
}

/** What the gate has to know of a learner. */
export function toLearnerState(
  { status, enrolledAt, expiresAt }: Pick<EnrolmentRow, 'status' | 'enrolledAt' | 'expiresAt'>,
  { cohort, unmet, progress }: Circumstances,
): LearnerState {
  return {
    ...{ status, enrolledAt, expiresAt, cohort, unmet },
    started: new Set(progress.map(({ lessonId }) => lessonId)),
    finished: new Set(progress.filter(({ completedAt }) => completedAt).map(({ lessonId }) => lessonId)),
  };
}
