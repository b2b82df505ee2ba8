import { splitWords } from './split-words.ts';
import { questionWords } from './stop-words.ts';

/** More are not looked for: a question has a few, a pasted page has thousands. */
const maxWords = 24;

/** Of mail and of pages: their parts say nothing of what is asked. */
const addressPattern = /^[^@]+@[^@]+\.[^@]+$|:\/\/|^www\./u;

const withoutAddresses = (text: string): string =>
  text
    .split(/\s+/)
    .filter((token) => !addressPattern.test(token))
    .join(' ');

/** The words that a question is about, each once: without those it is asked with, unless it has no others. */
export function toQuestionWords(question: string): string[] {
  const all = [...new Set(splitWords(withoutAddresses(question)))];
  const content = all.filter((word) => !questionWords.has(word));
  return (content.length > 0 ? content : all).slice(0, maxWords);
}
