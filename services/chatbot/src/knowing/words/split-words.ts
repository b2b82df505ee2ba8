/** Longer runs are no words of a language: keys, hashes, data in Base64. */
const maxWord = 40;

/** As words are compared: compatible forms are one, without case, accents and the dots of ё. */
export const normalise = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replaceAll('\u0301', '');

/** Runs of letters and digits, in their order. */
export const splitWords = (text: string): string[] =>
  (normalise(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).filter(({ length }) => length <= maxWord);
