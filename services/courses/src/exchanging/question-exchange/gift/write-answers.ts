import type { QuestionAnswering } from '@lyceum/contracts/courses/question';
import type { Lost } from '../read-question.ts';
import { escapeGift, findFormat } from './gift-text.ts';

const noOrdering: Lost = {
  lost: { en: '“GIFT” has no questions of order.', ru: 'В формате «GIFT» нет вопросов на порядок.' },
};

const noCloze: Lost = {
  lost: { en: '“GIFT” has no questions with several gaps.', ru: 'В формате «GIFT» нет вопросов с пропусками.' },
};

const noArrow: Lost = {
  lost: {
    en: 'The sign -> divides pairs in “GIFT” and cannot stand in this answer.',
    ru: 'Знак -> разделяет пары в формате «GIFT» и не может стоять в этом ответе.',
  },
};

/** The lines between the braces of a question. */
export function writeAnswers(answering: QuestionAnswering): string | Lost {
  switch (answering.type) {
    case 'single':
      return writeLines(answering.options, ({ percent }) => (percent === 100 ? '=' : percent === 0 ? '~' : `~%${percent}%`));
    case 'multiple':
      return writeLines(answering.options, ({ percent }) => `~%${percent}%`);
    case 'short-text':
      if (answering.accepted.some(({ text }) => text.includes('->'))) return noArrow;
      return writeLines(answering.accepted, ({ percent }) => `=%${percent}%`);
    case 'number':
      return `#\n${answering.accepted.map(writeNumber).join('\n')}`;
    case 'matching': {
      if (answering.pairs.some(({ left }) => left.includes('->'))) return noArrow;
      const pairs = answering.pairs.map(({ left, right }) => `=${writeText(left)} -> ${writeText(right)}`);
      return [...pairs, ...answering.distractors.map((right) => `= -> ${writeText(right)}`)].join('\n');
    }
    case 'ordering':
      return noOrdering;
    case 'cloze':
      return noCloze;
  }
}

type AcceptedNumber = Extract<QuestionAnswering, { type: 'number' }>['accepted'][number];

interface Weighted {
  readonly text: string;
  readonly percent: number;
  readonly feedback: string;
}

function writeLines(answers: readonly Weighted[], mark: (answer: Weighted) => string): string {
  return answers.map((answer) => `${mark(answer)}${writeText(answer.text)}${writeFeedback(answer.feedback)}`).join('\n');
}

function writeNumber({ value, tolerance, percent, feedback }: AcceptedNumber): string {
  return `=%${percent}%${value}:${tolerance}${writeFeedback(feedback)}`;
}

function writeFeedback(feedback: string): string {
  return feedback === '' ? '' : `#${writeText(feedback)}`;
}

/** A format is named where the text begins as if it named one, or as if it were a percentage. */
function writeText(text: string): string {
  return `${findFormat(text) || text.startsWith('%') ? '[markdown]' : ''}${escapeGift(text)}`;
}
