import type { AnsweringDraft, Lost } from '../read-question.ts';
import { loseNumber, parseNumber } from '../text/parse-number.ts';
import { toLine } from '../text/to-line.ts';
import { toPercents, usesMapping } from './read-choice.ts';
import type { Response } from './read-responses.ts';
import type { Scoring } from './read-scoring.ts';

type EntryDraft = Extract<AnsweringDraft, { type: 'short-text' | 'number' }>;

/** What is typed: a number where the item says so, else a text. */
export function readEntry(response: Response, scoring: Scoring): EntryDraft | Lost {
  const isMapped = usesMapping(response, scoring);
  const percents = toPercents({ ...response, isSingle: true }, scoring);
  const keys = isMapped ? response.mapped.map(({ key }) => key) : response.correct;
  if (response.baseType !== 'integer' && response.baseType !== 'float') {
    return {
      type: 'short-text',
      // An asterisk stands for any text with us.
      accepted: keys.map((key) => ({ text: toLine(key).replaceAll('*', '\\*'), percent: percents(key) })),
      caseSensitive: isMapped ? response.mapped.every(({ caseSensitive }) => caseSensitive) : scoring === 'correct',
    };
  }
  const accepted = [];
  for (const key of keys) {
    const value = parseNumber(key);
    if (value === undefined) return loseNumber(key);
    accepted.push({ value, tolerance: 0, percent: percents(key) });
  }
  return { type: 'number', accepted };
}
