const maxLength = 300;
const replacement = '\uFFFD';
/** More marks on one letter than any writing has: they would be stacked out of their line. */
const heapedMarks = /(\p{M}{4})\p{M}+/gu;
const spaces = /[\p{Cc}\s]+/gu;
const invisible = /\p{Cf}/gu;
/** A word of one or two letters does not end a line. */
const shortWord = /(?<=^|[\s(«„“])(\p{L}{1,2}) (?=\S)/gu;

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What readers take for characters, such as a letter with its marks. */
export function splitCharacters(text: string): string[] {
  return Array.from(characters.segment(text), ({ segment }) => segment);
}

/** One line as the font can show it: each character that it lacks is a replacement mark. */
export function toPrintable(text: string, has: (codePoint: string) => boolean): string {
  const plain = text.slice(0, maxLength).toWellFormed().normalize('NFC').replace(heapedMarks, '$1').replace(spaces, ' ').trim();
  const shown = splitCharacters(plain).map((character) => ([...character].every(has) ? character : replacement));
  return shown.join('').replace(invisible, '').replace(shortWord, '$1\u00a0');
}
