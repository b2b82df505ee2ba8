import type { QuestionAnswering, QuestionContent, QuestionGap } from '@lyceum/contracts/courses/question';
import { type Arrangement, listRights } from '../quiz-engine/create-arrangement.ts';

/** A question with the order in which it was shown. */
export interface FittedQuestion {
  readonly content: QuestionContent;
  readonly arrangement: Arrangement;
}

type Matching = Extract<QuestionAnswering, { type: 'matching' }>;
type Fitted<Answering> = Pick<Arrangement, 'order' | 'gaps'> & { readonly answering: Answering };

/**
 * A later version of a question in the places of what was shown of an earlier one, so that answers to that can be graded by it. What it
 * offers is known by its text and, where the text was corrected, by its place. Null where its type or the number of what it offers is
 * another one. What it is worth stays.
 */
export function fitVersion(before: QuestionContent, after: QuestionContent, arrangement: Arrangement): FittedQuestion | null {
  const fitted = fitAnswering(before.answering, after.answering, arrangement);
  if (!fitted) return null;
  const { answering, order, gaps } = fitted;
  return { content: { ...after, points: before.points, answering }, arrangement: { type: answering.type, order, gaps } };
}

function fitAnswering(
  before: QuestionAnswering,
  after: QuestionAnswering,
  { order, gaps }: Arrangement,
): Fitted<QuestionAnswering> | null {
  switch (after.type) {
    case 'single':
    case 'multiple': {
      const moved = before.type === after.type ? moveOrder(toTexts(before.options), toTexts(after.options), order) : null;
      return moved && { answering: after, order: moved, gaps };
    }
    case 'ordering': {
      const moved = before.type === 'ordering' ? moveOrder(before.items, after.items, order) : null;
      return moved && { answering: after, order: moved, gaps };
    }
    case 'matching':
      return before.type === 'matching' ? fitMatching(before, after, { order, gaps }) : null;
    case 'cloze': {
      const moved = before.type === 'cloze' ? fitGaps(before.gaps, after.gaps, gaps) : null;
      return moved && { answering: after, order, gaps: moved };
    }
    default:
      return before.type === after.type ? { answering: after, order, gaps } : null;
  }
}

const toTexts = (options: readonly { readonly text: string }[]) => options.map(({ text }) => text);

/** Left sides are shown in the order of the author, so the pairs are put into the one they had. */
function fitMatching(
  before: Matching,
  after: Matching,
  { order, gaps }: Pick<Arrangement, 'order' | 'gaps'>,
): Fitted<Matching> | null {
  const lefts = findPlaces(toLefts(before), toLefts(after));
  const shown = [...new Set(listRights(before))];
  const offered = [...new Set(listRights(after))];
  const rights = findPlaces(shown, offered);
  if (!lefts || !rights) return null;
  const answering = { ...after, pairs: lefts.flatMap((place) => after.pairs.slice(place, place + 1)) };
  const [earlier, later] = [listRights(before), listRights(answering)];
  const moved = order.map((index) => later.indexOf(offered[rights[shown.indexOf(earlier[index] ?? '')] ?? -1] ?? ''));
  return { answering, order: moved, gaps };
}

const toLefts = ({ pairs }: Matching) => pairs.map(({ left }) => left);

function fitGaps(
  before: readonly QuestionGap[],
  after: readonly QuestionGap[],
  orders: Arrangement['gaps'],
): (readonly number[])[] | null {
  if (before.length !== after.length) return null;
  const fitted = after.map((gap, index) => fitGap(before[index], gap, orders[index] ?? []));
  return fitted.every((order) => order !== null) ? fitted : null;
}

function fitGap(before: QuestionGap | undefined, after: QuestionGap, order: readonly number[]): readonly number[] | null {
  if (before?.type !== after.type) return null;
  if (before.type !== 'single' || after.type !== 'single') return order;
  return moveOrder(toTexts(before.options), toTexts(after.options), order);
}

function moveOrder(before: readonly string[], after: readonly string[], order: readonly number[]): number[] | null {
  const places = findPlaces(before, after);
  return places && order.flatMap((index) => places.slice(index, index + 1));
}

/** For each text its place among the later ones: the same one, else that of an equal text, else the first that is left. */
function findPlaces(before: readonly string[], after: readonly string[]): number[] | null {
  if (before.length !== after.length) return null;
  const free = new Set(after.keys());
  const places = new Map<number, number>();
  const take = (index: number, place: number | undefined) => {
    if (place === undefined || places.has(index)) return;
    free.delete(place);
    places.set(index, place);
  };
  for (const [index, text] of before.entries()) take(index, after[index] === text ? index : undefined);
  for (const [index, text] of before.entries())
    take(index, places.has(index) ? undefined : [...free].find((place) => after[place] === text));
  for (const index of before.keys()) take(index, places.has(index) ? undefined : [...free][0]);
  return [...before.keys()].map((index) => places.get(index) ?? index);
}
