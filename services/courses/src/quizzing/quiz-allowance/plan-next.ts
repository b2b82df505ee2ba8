import type { quizSettings } from '@lyceum/contracts/courses/lesson-content';
import type { z } from 'zod';
import type { QuizAllowance } from './find-allowance.ts';

type Settings = Pick<z.output<typeof quizSettings>, 'maxAttempts' | 'retryAfterSeconds'>;

/** Attempts of a learner since they began the quiz, or were asked to do it again. */
interface Round {
  readonly used: number;
  /** When the last one ended; null while it runs, or before the first. */
  readonly endedAt: Date | null;
}

interface Next {
  /** How many attempts may still be begun; null any number. */
  readonly left: number | null;
  /** When the next one may be, if any is left; null at once. */
  readonly at: Date | null;
}

/** What a quiz and what is granted leave to a learner. */
export function planNext(
  { maxAttempts, retryAfterSeconds }: Settings,
  { extraAttempts }: Pick<QuizAllowance, 'extraAttempts'>,
  { used, endedAt }: Round,
  now: Date,
): Next {
  const left = maxAttempts === null ? null : Math.max(0, maxAttempts + extraAttempts - used);
  const at = endedAt && new Date(endedAt.getTime() + retryAfterSeconds * 1000);
  return { left, at: at && at > now && left !== 0 ? at : null };
}
