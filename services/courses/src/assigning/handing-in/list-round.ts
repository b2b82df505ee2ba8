import type { AssignmentContent } from '@lyceum/contracts/courses/assignment-content';
import type { LessonProgressRow } from '../../learning/progress/lesson-progress.entity.ts';
import { isSubmitted, type SubmissionRow, type SubmittedRow } from '../submission/submission.entity.ts';

/** What was handed in since the learner began the lesson, or was asked to do it again. */
export function listRound(
  submissions: readonly SubmissionRow[],
  progress: Pick<LessonProgressRow, 'startedAt'> | undefined,
): SubmittedRow[] {
  return submissions.filter(isSubmitted).filter(({ submittedAt }) => !progress || submittedAt >= progress.startedAt);
}

/** How often the assignment may still be handed in; null any number. */
export function countLeft({ maxSubmissions }: AssignmentContent, round: readonly SubmissionRow[]): number | null {
  return maxSubmissions === null ? null : Math.max(0, maxSubmissions - round.length);
}
