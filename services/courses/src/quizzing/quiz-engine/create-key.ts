import type { Answer, QuestionAnswering, QuestionContent, QuestionGap } from '@lyceum/contracts/courses/question';
import { type Arrangement, listRights } from './create-arrangement.ts';
import { scoreNumber, scoreText } from './score-typed.ts';

type TextAnswering = Pick<Extract<QuestionGap, { type: 'short-text' }>, 'accepted' | 'caseSensitive'>;
type NumberAnswering = Pick<Extract<QuestionGap, { type: 'number' }>, 'accepted'>;

/**
 * An answer that earns all points, in places of what was shown. An author may have put it out of reach, by an earlier accepted answer
 * that fits it, too.
 */
export function createKey({ answering }: QuestionContent, { order, gaps }: Arrangement): Answer {
  switch (answering.type) {
    case 'single':
      return { type: 'single', choice: findRight(answering.options, order) };
    case 'multiple':
      return { type: 'multiple', choices: findPlaces(order, (index) => (answering.options[index]?.percent ?? 0) > 0) };
    case 'ordering':
      return { type: 'ordering', order: answering.items.map((_, index) => order.indexOf(index)) };
    case 'matching':
      return { type: 'matching', matches: findMatches(answering, order) };
    case 'short-text':
      return { type: 'short-text', text: findText(answering) };
    case 'number':
      return { type: 'number', text: findNumber(answering) };
    case 'cloze':
      return { type: 'cloze', gaps: answering.gaps.map((gap, index) => findGap(gap, gaps[index] ?? [])) };
  }
}

function findPlaces(order: readonly number[], isWanted: (index: number) => boolean): number[] {
  return [...order.keys()].filter((place) => isWanted(order[place] ?? -1));
}

const isWhole = ({ percent }: { readonly percent: number }) => percent === 100;

function findRight(options: readonly { readonly percent: number }[], order: readonly number[]): number {
  return order.indexOf(options.findIndex(isWhole));
}

/** Equal right sides are shown once, at the place of the first. */
function findMatches(answering: Extract<QuestionAnswering, { type: 'matching' }>, order: readonly number[]): number[] {
  const rights = listRights(answering);
  return answering.pairs.map(({ right }) => order.indexOf(rights.indexOf(right)));
}

/** As it may be typed: `*` may stand for itself, and `\*` is an asterisk. */
function findText(answering: TextAnswering): string {
  const texts = answering.accepted.filter(isWhole).map(({ text }) => text.replaceAll('\\*', '*'));
  return texts.find((text) => scoreText(answering, text)?.fraction === 1) ?? texts[0] ?? '';
}

function findNumber(answering: NumberAnswering): string {
  const numbers = answering.accepted.filter(isWhole).map(({ value }) => String(value));
  return numbers.find((number) => scoreNumber(answering, number)?.fraction === 1) ?? numbers[0] ?? '';
}

function findGap(gap: QuestionGap, order: readonly number[]): number | string {
  if (gap.type === 'single') return findRight(gap.options, order);
  return gap.type === 'short-text' ? findText(gap) : findNumber(gap);
}
