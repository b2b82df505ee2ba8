import type { Texts } from '@lyceum/contracts/shared/texts';
import type { AnsweringDraft, Lost } from '../read-question.ts';
import { toLine } from '../text/to-line.ts';
import { toTrueFalse } from '../to-true-false.ts';
import { findSign, type GiftFormat, toMarkdown, toPlain } from './gift-text.ts';
import { readNumbers } from './read-numbers.ts';
import { divideFeedback, type GiftAnswer, splitAnswers } from './split-answers.ts';

const essay: Lost = {
  lost: {
    en: 'An essay has no key, so it is not a question of a test.',
    ru: 'У эссе нет ключа, поэтому в тест оно не переносится.',
  },
};

const strayText = (text: string): Lost => ({
  lost: {
    en: `“${text.slice(0, 50)}” stands before the first answer. Answers begin with = or ~.`,
    ru: `«${text.slice(0, 50)}» стоит перед первым ответом. Ответы начинаются с = или ~.`,
  },
});

const halfMatched: Lost = {
  lost: {
    en: 'Some answers have -> and others have not. In a matching question every pair has it.',
    ru: 'У одних ответов есть ->, у других нет. В вопросе на соответствие он есть у каждой пары.',
  },
};

interface Context {
  readonly prompt: string;
  readonly format: GiftFormat;
  /** What was left out is added to them. */
  readonly changes: Set<Texts>;
}

/** How a question is answered, by what stands between its braces without the general feedback. */
export function readAnswers(raw: string, { prompt, format, changes }: Context): AnsweringDraft | Lost {
  const content = raw.trim();
  if (content === '') return essay;
  if (content.startsWith('#')) return readNumbers(content.slice(1), format, changes);
  const truth = divideFeedback(content);
  if (/^(?:t|true|f|false)$/i.test(truth.text.trim())) return readTruth(truth, prompt, format);
  const { before, answers } = splitAnswers(content);
  if (answers.length === 0) return readShortText([{ mark: '=', weight: undefined, ...truth }], format);
  if (before !== '') return strayText(before);
  if (answers.some(({ mark }) => mark === '~')) return readChoice(answers, format);
  const isPair = ({ text, weight }: GiftAnswer) => weight === undefined && text.includes('->');
  if (answers.every(isPair)) return readMatching(answers, format);
  return answers.some(isPair) ? halfMatched : readShortText(answers, format);
}

/** The first feedback is for who was wrong, the second for who was right. */
function readTruth({ text, feedback }: { text: string; feedback: string }, prompt: string, format: GiftFormat) {
  const isTrue = /^t/i.test(text.trim());
  const divided = divideFeedback(feedback);
  const [wrong, right] = [toMarkdown(divided.text, format), toMarkdown(divided.feedback, format)];
  return toTrueFalse({ isTrue, prompt, feedback: isTrue ? { true: right, false: wrong } : { true: wrong, false: right } });
}

/** One option is chosen where one is marked with `=`. */
function readChoice(answers: readonly GiftAnswer[], format: GiftFormat): AnsweringDraft {
  return {
    type: answers.some(({ mark }) => mark === '=') ? 'single' : 'multiple',
    options: answers.map(({ mark, weight, text, feedback }) => ({
      text: toMarkdown(text, format),
      percent: weight ?? (mark === '=' ? 100 : 0),
      feedback: toMarkdown(feedback, format),
    })),
  };
}

/** A right side without a left one belongs to none. */
function readMatching(answers: readonly GiftAnswer[], format: GiftFormat): AnsweringDraft {
  const sides = answers.map(({ text }) => {
    const at = text.indexOf('->');
    return { left: toMarkdown(text.slice(0, at), format), right: toLine(toPlain(text.slice(at + 2))) };
  });
  return {
    type: 'matching',
    pairs: sides.filter(({ left }) => left !== ''),
    distractors: sides.filter(({ left }) => left === '').map(({ right }) => right),
  };
}

function readShortText(answers: readonly GiftAnswer[], format: GiftFormat): AnsweringDraft {
  return {
    type: 'short-text',
    accepted: answers.map(({ weight, text, feedback }) => ({
      text: toLine(toPlain(text)),
      percent: weight ?? 100,
      feedback: toMarkdown(feedback, format),
    })),
  };
}

/** Answers, and after `####` what everybody is told. */
export function divideGeneralFeedback(raw: string): { answers: string; feedback: string } {
  const at = findSign(raw, '####');
  return at < 0 ? { answers: raw, feedback: '' } : { answers: raw.slice(0, at), feedback: raw.slice(at + 4) };
}
