import type { QuestionAnswering } from '@lyceum/contracts/courses/question';
import { listRights } from './create-arrangement.ts';

type Order = readonly number[];

/** What an answer earns before negative marks, as a share of the points. */
export interface Score {
  readonly fraction: number;
  readonly feedback: readonly string[];
}

interface Earning {
  readonly percent: number;
  readonly feedback: string;
}

/** Scores what was chosen or fits; what fits none earns nothing. */
export function toScore(earning: Earning | undefined): Score {
  return earning ? { fraction: earning.percent / 100, feedback: [earning.feedback] } : { fraction: 0, feedback: [] };
}

/** Scores the one option that was chosen; undefined where no such option was shown. */
export function scoreChoice(options: readonly Earning[], order: Order, choice: number): Score | undefined {
  const option = options[order[choice] ?? -1];
  return option && toScore(option);
}

/** Scores the options that were chosen; what was not shown or is repeated does not count, undefined where none is left. */
export function scoreChoices(options: readonly Earning[], order: Order, choices: readonly number[]): Score | undefined {
  const chosen = findShown(order, choices)
    .toSorted((a, b) => a - b)
    .flatMap((index) => options.slice(index, index + 1));
  if (chosen.length === 0) return undefined;
  // The options that earn come to 100 percent but for what thirds are rounded by.
  const whole = addPercents(options.filter(({ percent }) => percent > 0));
  return { fraction: Math.max(0, addPercents(chosen)) / whole, feedback: chosen.map(({ feedback }) => feedback) };
}

/**
 * Scores an order by the neighbours that follow each other rightly; what was not shown or is repeated does not count, undefined where
 * none is left. Equal items stand for each other: the first of them that is placed is the first of the right order.
 */
export function scoreOrder(items: readonly string[], order: Order, answered: readonly number[]): Score | undefined {
  const placed = findShown(order, answered);
  if (placed.length === 0) return undefined;
  const left = Map.groupBy(items.keys(), (index) => items[index]);
  const ranks = placed.map((index) => left.get(items[index])?.shift() ?? index);
  const pairs = ranks.filter((rank, place) => place > 0 && rank === (ranks[place - 1] ?? 0) + 1).length;
  return { fraction: pairs / (items.length - 1), feedback: [] };
}

/** Scores the left sides that got their right side; what was not shown leaves a side open, undefined where all are open. */
export function scoreMatches(
  answering: Extract<QuestionAnswering, { type: 'matching' }>,
  order: Order,
  matches: readonly (number | null)[],
): Score | undefined {
  const rights = listRights(answering);
  const given = answering.pairs.map((_, index) => rights[order[matches[index] ?? -1] ?? -1]);
  if (given.every((right) => right === undefined)) return undefined;
  const matched = answering.pairs.filter(({ right }, index) => right === given[index]).length;
  return { fraction: matched / answering.pairs.length, feedback: [] };
}

/** Finds the author's indexes of places in what was shown, each once. */
export function findShown(order: Order, places: readonly number[]): number[] {
  return [...new Set(places)].flatMap((place) => order.slice(place, place + 1));
}

function addPercents(earnings: readonly Earning[]): number {
  return earnings.reduce((sum, { percent }) => sum + percent, 0);
}
