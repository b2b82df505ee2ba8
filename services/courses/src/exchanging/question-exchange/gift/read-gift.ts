import type { Texts } from '@lyceum/contracts/shared/texts';
import { type Lost, maxQuestions, type ReadFile, type ReadQuestion, tooManyQuestions } from '../read-question.ts';
import { findFormat, findSign, scanSigns, toMarkdown, unescapeGift } from './gift-text.ts';
import { divideGeneralFeedback, readAnswers } from './read-answers.ts';
import { type GiftBlock, splitBlocks } from './split-blocks.ts';

const noGift: Texts = {
  en: 'There is no question with answers in braces in the file, so it is not “GIFT”.',
  ru: 'В файле нет ни одного вопроса с ответами в фигурных скобках, поэтому это не «GIFT».',
};

const noAnswers: Lost = {
  lost: {
    en: 'There are no answers in braces: a text by itself is not a question.',
    ru: 'Нет ответов в фигурных скобках: текст сам по себе — не вопрос.',
  },
};

const notClosed: Lost = {
  lost: { en: 'The brace { is not closed by }.', ru: 'Фигурная скобка { не закрыта скобкой }.' },
};

const strayBraces: Lost = {
  lost: {
    en: 'There are more braces than those around the answers. Braces of a text are written \\{ and \\}.',
    ru: 'Фигурных скобок больше, чем вокруг ответов. Скобки в тексте пишутся как \\{ и \\}.',
  },
};

/** Questions of a text in GIFT. What is wrong with one of them loses that one alone. */
export function readGift(text: string): ReadFile {
  const blocks = splitBlocks(text);
  if (!blocks || blocks.length > maxQuestions) return tooManyQuestions;
  if (!blocks.some(({ text: block }) => findSign(block, '{') >= 0)) return { failure: noGift };
  return { items: blocks.map((block) => ({ place: `${block.line}`, read: readBlock(block) })) };
}

function readBlock({ text, tags }: GiftBlock): ReadQuestion {
  const { title, body } = divideTitle(text.trim());
  const braces = findBraces(body);
  if ('lost' in braces) return braces;
  const [before, after] = [body.slice(0, braces.start).trim(), body.slice(braces.end + 1).trim()];
  const format = findFormat(before) ?? 'moodle';
  // Answers in the middle leave a gap to be filled in; what ends with a comment has none.
  const prompt = toMarkdown(after === '' || after.startsWith('//') ? before : `${before} _____ ${after}`, format);
  const divided = divideGeneralFeedback(body.slice(braces.start + 1, braces.end));
  const changes = new Set<Texts>();
  const answering = readAnswers(divided.answers, { prompt, format, changes });
  if ('lost' in answering) return answering;
  return { draft: { title, prompt, answering, feedback: toMarkdown(divided.feedback, format), tags: [...tags] }, changes };
}

/** `::title::` at the start. */
function divideTitle(text: string): { title: string; body: string } {
  const end = text.startsWith('::') ? findSign(text, '::', 2) : -1;
  return end < 0 ? { title: '', body: text } : { title: unescapeGift(text.slice(2, end)), body: text.slice(end + 2) };
}

/** The braces around the answers: the only ones of the outermost level. */
function findBraces(body: string): { start: number; end: number } | Lost {
  let depth = 0;
  let start = -1;
  let end = -1;
  for (const { sign, at } of scanSigns(body, /\\.|[{}]/gs)) {
    if (end >= 0 || (sign === '}' && depth === 0)) return strayBraces;
    depth += sign === '{' ? 1 : -1;
    if (start < 0) start = at;
    if (depth === 0) end = at;
  }
  if (start < 0) return noAnswers;
  return end < 0 ? notClosed : { start, end };
}
