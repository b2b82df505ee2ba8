import type { Locale } from '@lyceum/contracts/shared/fields';
import { vocabularies } from './vocabularies.ts';

/** The language most of the letters are of. */
export function getLanguage(text: string): Locale {
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return latin > cyrillic ? 'en' : 'ru';
}

/** Text of `min` to `max` characters; other `bytes` (32 of them) give another text with near certainty. */
export function madeUpText(language: Locale, bytes: Uint8Array, { min, max }: { min: number; max: number }): string {
  const { mark } = vocabularies[language];
  const phrase = (number: number) => maxPhraseLength(language, (at) => bytes[(number * 7 + at) % bytes.length] ?? 0, max);
  if (max < 24) return sized(`${mark}-${(bytes[0] ?? 0) * 256 + (bytes[1] ?? 0)}`, min, max);
  if (max < 1000 && min < 40) return sized(phrase(0), min, max);
  const sentences = [`${phrase(0)}.`, `${phrase(1)}.`];
  while (sentences.join(' ').length < min) sentences.push(`${phrase(sentences.length)}.`);
  return sized(sentences.join(' '), min, max);
}

/** The longest of the phrases that fits into so many characters. */
function maxPhraseLength(language: Locale, byte: (at: number) => number, max: number): string {
  const { subjects, qualities, objects, places, aims } = vocabularies[language];
  const word = (words: readonly string[], at: number) => words[byte(at) % words.length] ?? '';
  const short = `${word(subjects, 0)} ${word(qualities, 1)} ${word(objects, 2)}`;
  const middle = `${short} ${{ ru: 'и', en: 'and' }[language]} ${word(qualities, 3)} ${word(objects, 4)}`;
  const long = `${middle} ${word(places, 5)} ${word(aims, 6)}`;
  return [long, middle, short].find((text) => text.length <= max) ?? `${word(subjects, 0)} ${word(objects, 2)}`;
}

function sized(text: string, min: number, max: number): string {
  return text.slice(0, max).trimEnd().padEnd(min, 'а');
}
