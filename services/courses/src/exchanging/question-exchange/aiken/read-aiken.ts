import type { Texts } from '@lyceum/contracts/shared/texts';
import { type Lost, maxQuestions, type ReadFile, type ReadItem, type ReadQuestion, tooManyQuestions } from '../read-question.ts';
import { escapeMarkdown } from '../text/escape-markdown.ts';
import { toLabel } from './option-label.ts';
import { type AikenQuestion, splitQuestions } from './split-questions.ts';

const noAiken: Texts = {
  en: 'There is no line such as “ANSWER: B” in the file, so it is not “Aiken”.',
  ru: 'В файле нет ни одной строки вида «ОТВЕТ: Б», поэтому это не «Aiken».',
};

const noAnswer: Lost = {
  lost: {
    en: 'No line such as “ANSWER: B” follows the options.',
    ru: 'После вариантов нет строки вида «ОТВЕТ: Б».',
  },
};

const noOptions: Lost = {
  lost: {
    en: 'There are no options: lines such as “A. text” or “A) text”.',
    ru: 'Нет вариантов ответа: строк вида «А. текст» или «А) текст».',
  },
};

const wrongAnswer = (answer: string): Lost => ({
  lost: {
    en: `The answer must be the letter of one option, not “${answer.slice(0, 50)}”.`,
    ru: `Ответом должна быть буква одного из вариантов, а не «${answer.slice(0, 50)}».`,
  },
});

/** Questions of a text in Aiken, with Latin or Russian letters. What is wrong with one of them loses that one alone. */
export function readAiken(text: string): ReadFile {
  const items: ReadItem[] = [];
  let hasAnswers = false;
  for (const question of splitQuestions(text)) {
    if (items.length === maxQuestions) return tooManyQuestions;
    hasAnswers ||= question.answer !== undefined;
    items.push({ place: `${question.line}`, read: readOne(question) });
  }
  return hasAnswers ? { items } : { failure: noAiken };
}

function readOne({ stem, options, answer }: AikenQuestion): ReadQuestion {
  if (answer === undefined) return noAnswer;
  if (options.length === 0) return noOptions;
  const key = /^([A-Za-zА-Яа-яЁё])[.)]?$/.exec(answer.trim())?.[1] ?? '';
  const right = options.findIndex(({ label }) => label === toLabel(key));
  if (right < 0) return wrongAnswer(answer.trim());
  const choices = options.map(({ lines }, index) => ({ text: toMarkdown(lines), percent: index === right ? 100 : 0 }));
  return { draft: { title: '', prompt: toMarkdown(stem), answering: { type: 'single', options: choices } }, changes: [] };
}

/** Aiken knows plain text alone. */
function toMarkdown(lines: readonly string[]): string {
  return escapeMarkdown(lines.join('\n'));
}
