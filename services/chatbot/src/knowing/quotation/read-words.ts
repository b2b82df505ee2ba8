/** A word of a text and where it stands there. */
export interface PlacedWord {
  /** In NFC and lower case, with е for ё, without accents, soft hyphens and characters of no width. */
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

const wordPattern =
  /(?:(?<![\p{L}\p{N}\p{M})\]])[-−](?=\p{N}))?(?:[\p{L}\p{N}\p{M}\p{Cf}]|(?<=\p{N})[.,](?=\p{N})|(?<=\p{L})['’](?=\p{L}))+/gu;

/** Words and numbers; punctuation, quotes and dashes are no words, the sign and the fraction of a number belong to it. */
export function readWords(text: string): PlacedWord[] {
  return [...text.matchAll(wordPattern)].flatMap(({ 0: found, index: from }) => {
    const word = normaliseWord(found);
    return word === '' ? [] : { word, from, to: from + found.length };
  });
}

/** Nearly all words are made of these, and cost a tenth. */
const plainWord = /^[а-яёa-z\d]+$/i;

function normaliseWord(word: string): string {
  if (plainWord.test(word)) return word.toLowerCase().replaceAll('ё', 'е');
  return word
    .replace(/\p{Cf}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .normalize('NFD')
    .replace(/(?!\u0306)\p{M}/gu, '')
    .normalize('NFC')
    .replaceAll('’', "'")
    .replaceAll('−', '-')
    .replaceAll(',', '.');
}
