import { Unreadable } from '../unreadable.ts';
import { guessEncoding } from './guess-encoding.ts';

export interface DecodedText {
  readonly text: string;
  /** Whether nothing but the words tells the encoding. */
  readonly isGuess: boolean;
}

/** Letters of UTF-8 for each byte that is none. Other encodings look like UTF-8 by chance now and then, hardly twice in a row. */
const goodForBad = 4;

/** By the byte order mark, else UTF-8 but for a few bytes, else the encoding in which it is Russian. Refuses what could be several. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const utf16 = utf16Of(bytes);
  if (utf16) return { text: new TextDecoder(utf16).decode(bytes), isGuess: false };
  const { good, bad } = countLetters(new TextDecoder().decode(bytes));
  // As a stream: what is left of a last letter that was cut is no letter.
  if (bad * goodForBad <= good) return { text: new TextDecoder().decode(bytes, { stream: true }), isGuess: false };
  if (bytes.includes(0)) throw new Unreadable('wrong-type', 'there are zero bytes in it');
  if (good * goodForBad > bad * 2) throw new Unreadable('unknown-encoding', 'it is neither UTF-8 nor another encoding');
  return { text: new TextDecoder(guessEncoding(bytes)).decode(bytes), isGuess: true };
}

function utf16Of([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) {
    if (third === 0 && fourth === 0) throw new Unreadable('unknown-encoding', 'it is UTF-32');
    return 'utf-16le';
  }
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** Past ASCII: letters, and what stands in for bytes that are none; zero bytes count as such. */
function countLetters(text: string): { good: number; bad: number } {
  let good = 0;
  let bad = 0;
  for (const character of text) {
    if (character === '\uFFFD' || character === '\0') bad += 1;
    else if (character > '\u007F') good += 1;
  }
  return { good, bad };
}
