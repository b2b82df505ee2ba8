import type { QuestionGap } from '@lyceum/contracts/courses/question';
import { matchText } from './match-text.ts';
import { parseNumber } from './parse-number.ts';
import { type Score, toScore } from './score-places.ts';

/** Scores typed words by the first accepted answer that fits; undefined where nothing was typed. */
export function scoreText(
  { accepted, caseSensitive }: Pick<Extract<QuestionGap, { type: 'short-text' }>, 'accepted' | 'caseSensitive'>,
  typed: string,
): Score | undefined {
  if (typed.trim() === '') return undefined;
  return toScore(accepted.find(({ text }) => matchText(typed, text, { caseSensitive })));
}

/** Scores a typed number by the first accepted answer that fits; undefined where nothing was typed. */
export function scoreNumber(
  { accepted }: Pick<Extract<QuestionGap, { type: 'number' }>, 'accepted'>,
  typed: string,
): Score | undefined {
  if (typed.trim() === '') return undefined;
  const number = parseNumber(typed);
  return toScore(number === undefined ? undefined : accepted.find((one) => isWithin(number, one)));
}

/** The bound is included, although 3.14 − 3.13 is more than 0.01 in binary. */
function isWithin(number: number, { value, tolerance }: { value: number; tolerance: number }): boolean {
  const slack = 8 * Number.EPSILON * Math.max(Math.abs(value), Math.abs(number));
  return Math.abs(number - value) <= tolerance + slack;
}
