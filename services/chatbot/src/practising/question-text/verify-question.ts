import { findQuotation } from '../../knowing/quotation/find-quotation.ts';
import { readWords } from '../../knowing/quotation/read-words.ts';
import { isNegation } from '../../knowing/quotation/word-kinds.ts';
import { hasWord, listContentWords } from './content-words.ts';
import type { QuestionDraft, SourcePassage } from './question-draft.ts';

/** What a model wrote, and says of itself. */
export interface WrittenQuestion {
  readonly text: string;
  readonly options: readonly string[];
  /** Number of the option that is right, from 0. */
  readonly right: number;
  readonly passageId: string;
  readonly quote: string;
}

export const optionCount = 4;
/** Links, and characters that nobody sees or no database takes: a lesson may have talked a model into them. */
const unfit = /:\/\/|\]\(|[^\P{C}\n\t]/u;
const lengths = { question: { min: 10, max: 400 }, option: { max: 200 } };

/**
 * A question as the server vouches for it, or null: the quotation is in its passage, the options differ, the right one is
 * made of words of the passage and of the quotation, no wrong one is said there, and the question does not tell its answer.
 */
export function verifyQuestion<Passage extends SourcePassage>(
  { text, options, right, passageId, quote }: WrittenQuestion,
  passages: readonly Passage[],
): QuestionDraft<Passage> | null {
  const passage = passages.find(({ id }) => id === passageId);
  const rightText = options[right];
  if (!passage || rightText === undefined || options.length !== optionCount) return null;
  if (text.length < lengths.question.min || text.length > lengths.question.max) return null;
  if (options.some(({ length }) => length > lengths.option.max)) return null;
  if ([text, ...options].some((one) => unfit.test(one))) return null;
  const keys = options.map(toKey);
  if (keys.includes('') || new Set(keys).size < optionCount) return null;
  const span = findQuotation(passage.text, quote);
  if (!span) return null;
  const said = passage.text.slice(span.from, span.to);
  if (!isSupported(rightText, said, passage.text) || isSaid(rightText, text)) return null;
  const wrongTexts = options.filter((_, index) => index !== right);
  return wrongTexts.some((option) => isSaid(option, said)) ? null : { text, rightText, wrongTexts, passage, span };
}

const toKey = (text: string) =>
  readWords(text)
    .map(({ word }) => word)
    .join(' ');

/** Whether an option is made of what the passage says, with a word at least of the quotation, and denied as there. */
function isSupported(option: string, quote: string, passage: string): boolean {
  if (countNegations(option) > countNegations(quote) || isDeniedOtherwise(option, quote)) return false;
  const words = listContentWords(option);
  if (words.length === 0) return isSaid(option, quote);
  const [quoted, around] = [listContentWords(quote), listContentWords(passage)];
  return words.some((word) => hasWord(quoted, word)) && words.every((word) => hasWord(around, word));
}

/** Whether a text says an option: its words in their order, or all that it is about, denied as often. */
function isSaid(option: string, text: string): boolean {
  const [wanted, given] = [option, text].map((one) => readWords(one).map(({ word }) => word));
  if (wanted && given && hasRun(given, wanted)) return true;
  const [words, about] = [listContentWords(option), listContentWords(text)];
  return words.length > 0 && countNegations(option) === countNegations(text) && words.every((word) => hasWord(about, word));
}

/** Whether words follow each other in a text that does not deny them. */
const hasRun = (text: readonly string[], run: readonly string[]) =>
  text.some((_, start) => run.every((word, index) => text[start + index] === word) && !isNegation(text[start - 1] ?? ''));

/** Whether a word is denied in an option and not in the quotation, or the other way round. */
function isDeniedOtherwise(option: string, quote: string): boolean {
  const [inOption, inQuote] = [splitDenied(option), splitDenied(quote)];
  return (
    inOption.said.some((word) => hasWord(inQuote.denied, word) && !hasWord(inQuote.said, word)) ||
    inOption.denied.some((word) => hasWord(inQuote.said, word) && !hasWord(inQuote.denied, word))
  );
}

/** Words of a text, apart those that come right after a negation. */
function splitDenied(text: string): { said: string[]; denied: string[] } {
  const words = readWords(text).map(({ word }) => word);
  const isDenied = (index: number) => isNegation(words[index - 1] ?? '');
  return { said: words.filter((_, index) => !isDenied(index)), denied: words.filter((_, index) => isDenied(index)) };
}

const countNegations = (text: string) => readWords(text).filter(({ word }) => isNegation(word)).length;
