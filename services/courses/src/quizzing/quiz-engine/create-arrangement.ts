import type { QuestionAnswering, QuestionContent, QuestionGap } from '@lyceum/contracts/courses/question';
import { createRandom } from './create-random.ts';

/** In which order a learner is shown what a question offers: indexes of the author's order. */
export interface Arrangement {
  readonly type: QuestionAnswering['type'];
  /** Of the options, the items or the right sides. */
  readonly order: readonly number[];
  /** Of the options of each gap; nothing where an answer is typed. */
  readonly gaps: readonly (readonly number[])[];
}

type Shuffle = (indexes: readonly number[]) => number[];

/** Creates the order for one attempt: the same for the same seed. Items to be put in order and right sides are shuffled in any case. */
export function createArrangement(
  { answering }: Pick<QuestionContent, 'answering'>,
  { seed, shuffle }: { seed: string; shuffle: boolean },
): Arrangement {
  const random = createRandom(seed);
  const arrange: Shuffle = (indexes) => (shuffle ? random.shuffle(indexes) : [...indexes]);
  const gaps = answering.type === 'cloze' ? answering.gaps.map((gap) => arrangeGap(gap, arrange)) : [];
  return { type: answering.type, order: arrangeOffer(answering, arrange, random.shuffle), gaps };
}

/** Lists the right sides and distractors; an index of it is the index of a right side. */
export function listRights({ pairs, distractors }: Extract<QuestionAnswering, { type: 'matching' }>): string[] {
  return [...pairs.map(({ right }) => right), ...distractors];
}

function arrangeOffer(answering: QuestionAnswering, arrange: Shuffle, alwaysShuffle: Shuffle): number[] {
  switch (answering.type) {
    case 'single':
    case 'multiple':
      return arrange(toIndexes(answering.options));
    case 'ordering':
      return arrangeItems(answering.items, alwaysShuffle);
    case 'matching':
      return alwaysShuffle(toFirstIndexes(listRights(answering)));
    default:
      return [];
  }
}

function arrangeGap(gap: QuestionGap, arrange: Shuffle): number[] {
  return gap.type === 'single' ? arrange(toIndexes(gap.options)) : [];
}

/** Never in the right order, unless there is no other. */
function arrangeItems(items: readonly string[], shuffle: Shuffle): number[] {
  const indexes = toIndexes(items);
  let order = shuffle(indexes);
  const isMixable = new Set(items).size > 1;
  while (isMixable && order.every((index, place) => items[index] === items[place])) order = shuffle(indexes);
  return order;
}

/** The same right side is offered once. */
function toFirstIndexes(texts: readonly string[]): number[] {
  return toIndexes(texts).filter((index) => texts.indexOf(texts[index] ?? '') === index);
}

function toIndexes(list: readonly unknown[]): number[] {
  return [...list.keys()];
}
