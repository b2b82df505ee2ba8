import type { Citation } from '@lyceum/contracts/chatbot/citation';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { PassageRow } from '../../knowing/passage/passage.entity.ts';
import { toPlace } from '../../knowing/passage/to-place.ts';

const maxResults = 5;
const maxQuote = 400;
const stemLength = 5;

const headings = { en: 'These places fit best:', ru: 'Лучше всего подходят эти места:' };

/** The best passages with the sentence of each that fits best. The words of lessons stand in the citations alone. */
export function writeSearchResult(
  passages: readonly PassageRow[],
  question: string,
  locale: Locale,
): { text: string; citations: Citation[] } {
  const stems = (question.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).map((word) => word.slice(0, stemLength));
  const citations = passages.slice(0, maxResults).map((passage, index) => {
    const { from, to } = findBestSentence(passage.text, stems);
    return { number: index + 1, passageId: passage.id, place: toPlace(passage, from), quote: passage.text.slice(from, to) };
  });
  return { text: [headings[locale], '', ...citations.map(({ number }) => `- [^${number}]`)].join('\n'), citations };
}

function findBestSentence(text: string, stems: readonly string[]): { from: number; to: number } {
  let best = { from: 0, to: Math.min(text.length, maxQuote), score: -1 };
  for (const { index, 0: whole } of text.matchAll(/[^.!?…\n]+[.!?…]*/gu)) {
    const sentence = whole.toLowerCase();
    const score = stems.filter((stem) => sentence.includes(stem)).length;
    const from = index + whole.length - whole.trimStart().length;
    const to = Math.min(from + whole.trim().length, from + maxQuote);
    if (score > best.score && to > from) best = { from, to, score };
  }
  return best;
}
