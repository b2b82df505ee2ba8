import type { QuestionAnswering, QuestionContent, QuestionGap } from '@lyceum/contracts/courses/question';
import type { ShownQuestion } from '@lyceum/contracts/courses/shown-question';
import { renderMarkdown } from '../../learning/lesson-text/render-markdown.ts';
import { type Arrangement, listRights } from './create-arrangement.ts';

type ShownGap = Extract<ShownQuestion['answering'], { type: 'cloze' }>['gaps'][number];

/** Gaps are characters of no meaning (a private use area of Unicode) while Markdown is written as HTML, which leaves them in their place. */
const firstMark = 0xe000;
const marks = /[\uE000-\uE063]/g;
const markupOrMark = /<math.*?<\/math>|<[^>]*>|[\uE000-\uE063]/gs;

/** Shows a question as a learner may see it: in the order of the arrangement, without its key. */
export function showQuestion(content: QuestionContent, arrangement: Arrangement): ShownQuestion {
  const { prompt, answering, points } = content;
  return {
    prompt: answering.type === 'cloze' ? renderPromptWithGaps(prompt) : renderMarkdown(prompt),
    answering: showAnswering(answering, arrangement),
    points,
  };
}

function showAnswering(answering: QuestionAnswering, { order, gaps }: Arrangement): ShownQuestion['answering'] {
  switch (answering.type) {
    case 'single':
    case 'multiple':
      return { type: answering.type, options: showOptions(answering.options, order) };
    case 'ordering':
      return { type: 'ordering', items: pick(answering.items, order).map(renderMarkdown) };
    case 'matching': {
      const lefts = answering.pairs.map(({ left }) => renderMarkdown(left));
      return { type: 'matching', lefts, rights: pick(listRights(answering), order) };
    }
    case 'cloze':
      return { type: 'cloze', gaps: answering.gaps.map((gap, index) => showGap(gap, gaps[index] ?? [])) };
    default:
      return { type: answering.type };
  }
}

function showGap(gap: QuestionGap, order: readonly number[]): ShownGap {
  return gap.type === 'single' ? { type: 'single', options: showOptions(gap.options, order) } : { type: gap.type };
}

function showOptions(options: readonly { readonly text: string }[], order: readonly number[]): string[] {
  return pick(options, order).map(({ text }) => renderMarkdown(text));
}

function pick<Item>(list: readonly Item[], order: readonly number[]): Item[] {
  return order.flatMap((index) => list.slice(index, index + 1));
}

/** A formula with a gap is shown as its source, since KaTeX takes no such characters; in an attribute or a comment of TeX it stays `{{1}}`. */
function renderPromptWithGaps(prompt: string): string {
  const marked = prompt
    .replace(marks, '')
    .replace(/\{\{(\d{1,2})\}\}/g, (_, digits: string) => String.fromCodePoint(firstMark + Number(digits)));
  return renderMarkdown(marked).replace(markupOrMark, (part) =>
    part.startsWith('<')
      ? part.replace(marks, (mark) => `{{${toGapNumber(mark)}}}`)
      : `<span data-gap="${toGapNumber(part)}"></span>`,
  );
}

function toGapNumber(mark: string): number {
  return mark.charCodeAt(0) - firstMark;
}
