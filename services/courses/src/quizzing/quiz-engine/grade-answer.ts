import type { Answer, QuestionAnswering, QuestionContent, QuestionGap } from '@lyceum/contracts/courses/question';
import type { Arrangement } from './create-arrangement.ts';
import { roundPoints } from './round-points.ts';
import { type Score, scoreChoice, scoreChoices, scoreMatches, scoreOrder } from './score-places.ts';
import { scoreNumber, scoreText } from './score-typed.ts';

export interface Grade {
  readonly points: number;
  readonly maxPoints: number;
  /** Share of the points: from 0 to 1, below 0 where a wrong answer costs. */
  readonly fraction: number;
  readonly right: 'right' | 'partly' | 'wrong' | 'unanswered';
  /** In Markdown: of what was chosen or fits, then of the question. */
  readonly feedback: string[];
}

type GapValue = Extract<Answer, { type: 'cloze' }>['gaps'][number];

/**
 * Grades an answer, whose numbers are places in what was shown. An answer of another type is none; a place that was not shown, or is
 * repeated where each counts once, is ignored. A given answer that earns nothing costs `wrongPercent` of the points, no answer nothing.
 */
export function gradeAnswer(
  content: QuestionContent,
  arrangement: Arrangement,
  answer: Answer | undefined,
  { wrongPercent }: { wrongPercent: number },
): Grade {
  const score = answer && scoreAnswer(content.answering, arrangement, answer);
  const earned = roundPoints(score?.fraction ?? 0);
  const fraction = score && earned <= 0 ? Math.min(earned, 0 - wrongPercent / 100) : earned;
  return {
    points: roundPoints(fraction * content.points),
    maxPoints: content.points,
    fraction,
    right: score ? toRight(fraction) : 'unanswered',
    feedback: [...(score?.feedback ?? []), content.feedback].filter((text) => text !== ''),
  };
}

function toRight(fraction: number): Grade['right'] {
  if (fraction >= 1) return 'right';
  return fraction > 0 ? 'partly' : 'wrong';
}

function scoreAnswer(answering: QuestionAnswering, { order, gaps }: Arrangement, answer: Answer): Score | undefined {
  switch (answering.type) {
    case 'single':
      return answer.type === 'single' ? scoreChoice(answering.options, order, answer.choice) : undefined;
    case 'multiple':
      return answer.type === 'multiple' ? scoreChoices(answering.options, order, answer.choices) : undefined;
    case 'ordering':
      return answer.type === 'ordering' ? scoreOrder(answering.items, order, answer.order) : undefined;
    case 'matching':
      return answer.type === 'matching' ? scoreMatches(answering, order, answer.matches) : undefined;
    case 'short-text':
      return answer.type === 'short-text' ? scoreText(answering, answer.text) : undefined;
    case 'number':
      return answer.type === 'number' ? scoreNumber(answering, answer.text) : undefined;
    case 'cloze':
      return answer.type === 'cloze' ? scoreGaps(answering.gaps, gaps, answer.gaps) : undefined;
  }
}

/** The mean of the gaps by their weights; a gap left open earns nothing. */
function scoreGaps(gaps: readonly QuestionGap[], orders: Arrangement['gaps'], values: readonly GapValue[]): Score | undefined {
  const scores = gaps.map((gap, index) => scoreGap(gap, orders[index] ?? [], values[index] ?? null));
  if (scores.every((score) => score === undefined)) return undefined;
  const whole = gaps.reduce((sum, { weight }) => sum + weight, 0);
  const earned = gaps.reduce((sum, { weight }, index) => sum + weight * (scores[index]?.fraction ?? 0), 0);
  return { fraction: earned / whole, feedback: scores.flatMap((score) => score?.feedback ?? []) };
}

function scoreGap(gap: QuestionGap, order: readonly number[], value: GapValue): Score | undefined {
  if (gap.type === 'single') return typeof value === 'number' ? scoreChoice(gap.options, order, value) : undefined;
  if (typeof value !== 'string') return undefined;
  return gap.type === 'short-text' ? scoreText(gap, value) : scoreNumber(gap, value);
}
