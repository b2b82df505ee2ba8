import { findShown } from '../../quizzing/quiz-engine/score-places.ts';
import type { FactAnswer } from './fact.ts';
import type { InteractionType } from './statement.ts';

interface DescribedAnswer {
  readonly interactionType: InteractionType;
  readonly response: string;
}

type Order = readonly number[];

/** Between the parts of a response, and between the two sides of a pair (xAPI 1.0.3, Appendix C). */
const listMark = '[,]';
const pairMark = '[.]';

/**
 * What was answered, in the form of its interaction type. Options, items and sides are counted from 1 in the order of the author, so
 * that answers of learners who were shown another order can be compared.
 */
export function describeAnswer({ answer, arrangement: { order, gaps } }: FactAnswer): DescribedAnswer {
  switch (answer.type) {
    case 'single':
      return { interactionType: 'choice', response: toIds('option', order, [answer.choice]) };
    case 'multiple':
      return { interactionType: 'choice', response: toIds('option', order, answer.choices) };
    case 'ordering':
      return { interactionType: 'sequencing', response: toIds('item', order, answer.order) };
    case 'matching':
      return { interactionType: 'matching', response: toPairs(order, answer.matches) };
    case 'short-text':
      return { interactionType: 'fill-in', response: answer.text };
    case 'number':
      return { interactionType: 'numeric', response: answer.text };
    case 'cloze':
      return {
        interactionType: 'fill-in',
        response: answer.gaps
          .map((value, index) => (typeof value === 'number' ? toIds('option', gaps[index] ?? [], [value]) : (value ?? '')))
          .join(listMark),
      };
  }
}

function toIds(prefix: string, order: Order, places: Order): string {
  return findShown(order, places)
    .map((index) => `${prefix}-${index + 1}`)
    .join(listMark);
}

function toPairs(order: Order, matches: readonly (number | null)[]): string {
  return matches
    .flatMap((place, left) => {
      const right = place === null ? undefined : order[place];
      return right === undefined ? [] : [`left-${left + 1}${pairMark}right-${right + 1}`];
    })
    .join(listMark);
}
