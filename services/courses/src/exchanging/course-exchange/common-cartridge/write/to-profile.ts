import type { QuestionAnswering, QuestionContent } from '@lyceum/contracts/courses/question';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { Lost } from '../../../question-exchange/read-question.ts';

const kinds: Readonly<Record<'ordering' | 'matching' | 'number', Lost>> = {
  ordering: { lost: { en: 'The standard has no questions about an order.', ru: 'В стандарте нет вопросов на порядок.' } },
  matching: { lost: { en: 'The standard has no questions about pairs.', ru: 'В стандарте нет вопросов на соответствие.' } },
  number: {
    lost: { en: 'The standard has no questions about a number.', ru: 'В стандарте нет вопросов с числовым ответом.' },
  },
};

const severalGaps: Lost = {
  lost: { en: 'The standard has no texts with several gaps.', ru: 'В стандарте нет текстов с несколькими пропусками.' },
};

const onlyPatterns: Lost = {
  lost: {
    en: 'An asterisk may stand only at both ends of an answer there, and no answer is left.',
    ru: 'Звёздочки там возможны только с обеих сторон ответа, и других верных ответов нет.',
  },
};

const gapIsQuestion: Texts = {
  en: 'The gap became a question of its own: a line stands in its place.',
  ru: 'Пропуск стал обычным вопросом: на его месте стоит черта.',
};

const onlyRightAndWrong: Texts = {
  en: 'An answer is right or wrong there: parts of the points and deductions are left out.',
  ru: 'Ответ там либо верен, либо нет: доли баллов и вычеты не перенесены.',
};

const patternsAreLost: Texts = {
  en: 'An asterisk may stand only at both ends of an answer there: answers with others are left out.',
  ru: 'Звёздочки там возможны только с обеих сторон ответа: остальные такие ответы не перенесены.',
};

interface Option {
  readonly text: string;
  readonly isRight: boolean;
  readonly feedback: string;
}

/** A question of the kinds that the profile of Common Cartridge has. */
export type ProfileQuestion = {
  readonly prompt: string;
  readonly changes: readonly Texts[];
} & (
  | { readonly kind: 'choice'; readonly isMultiple: boolean; readonly options: readonly Option[] }
  | {
      readonly kind: 'entry';
      readonly caseSensitive: boolean;
      readonly accepted: readonly { readonly text: string; readonly isPart: boolean; readonly feedback: string }[];
    }
);

export function toProfile({ prompt, answering }: QuestionContent): ProfileQuestion | Lost {
  if (answering.type !== 'cloze') return convert(prompt, answering);
  const [gap, ...others] = answering.gaps;
  if (!gap || others.length > 0) return severalGaps;
  const question = convert(prompt.replace('{{1}}', '_____'), gap);
  return 'lost' in question ? question : { ...question, changes: [gapIsQuestion, ...question.changes] };
}

function convert(prompt: string, answering: Exclude<QuestionAnswering, { type: 'cloze' }>): ProfileQuestion | Lost {
  switch (answering.type) {
    case 'single': {
      const right = answering.options.findIndex(({ percent }) => percent === 100);
      const isExact = answering.options.every(({ percent }, index) => percent === (index === right ? 100 : 0));
      const options = answering.options.map(({ text, feedback }, index) => ({ text, feedback, isRight: index === right }));
      return { kind: 'choice', isMultiple: false, prompt, options, changes: isExact ? [] : [onlyRightAndWrong] };
    }
    case 'multiple': {
      const options = answering.options.map(({ text, percent, feedback }) => ({ text, feedback, isRight: percent > 0 }));
      const isExact = answering.options.every(({ percent }) => percent === 100 || percent === -100);
      return { kind: 'choice', isMultiple: true, prompt, options, changes: isExact ? [] : [onlyRightAndWrong] };
    }
    case 'short-text':
      return convertEntry(prompt, answering);
    default:
      return kinds[answering.type];
  }
}

function convertEntry(
  prompt: string,
  { accepted, caseSensitive }: Extract<QuestionAnswering, { type: 'short-text' }>,
): ProfileQuestion | Lost {
  const right = accepted.filter(({ percent }) => percent === 100);
  const kept = right.flatMap(({ text, feedback }) => {
    const read = readPattern(text);
    return read ? [{ ...read, feedback }] : [];
  });
  if (kept.length === 0) return onlyPatterns;
  const changes = [
    ...(right.length < accepted.length ? [onlyRightAndWrong] : []),
    ...(kept.length < right.length ? [patternsAreLost] : []),
  ];
  return { kind: 'entry', caseSensitive, prompt, accepted: kept, changes };
}

/** None where asterisks stand elsewhere than at both ends. */
function readPattern(text: string): { text: string; isPart: boolean } | undefined {
  const inner = /^\*(.*[^\\*])\*$/s.exec(text)?.[1];
  const rest = inner ?? text;
  if (/(?<!\\)\*/.test(rest)) return undefined;
  return { text: rest.replaceAll('\\*', '*'), isPart: inner !== undefined };
}
