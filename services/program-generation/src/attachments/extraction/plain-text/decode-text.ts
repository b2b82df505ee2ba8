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
  const utf16 = decodeUtf16(bytes);
  if (utf16 !== undefined) return { text: utf16, isGuess: false };
  const { good, bad } = countLetters(new TextDecoder().decode(bytes));
  // As a stream: what is left of a last letter that was cut is no letter.
  if (bad * goodForBad <= good) return { text: new TextDecoder().decode(bytes, { stream: true }), isGuess: false };
  if (bytes.includes(0)) throw new Unreadable('wrong-type', 'there are zero bytes in it');
  if (good * goodForBad > bad * 2) throw new Unreadable('unknown-encoding', 'it is neither UTF-8 nor another encoding');
  return { text: new TextDecoder(guessEncoding(bytes)).decode(bytes), isGuess: true };
}

/** What no text has: unassigned and private characters, halves of pairs, and what stands in for bytes that are none. */
const noText = /[\p{Cn}\p{Co}\p{Cs}\uFFFD]/gu;

/** A byte order mark alone proves nothing: it is also the start of Russian words in windows-1251. */
function decodeUtf16(bytes: Uint8Array): string | undefined {
  const encoding = markedEncoding(bytes);
  if (encoding === undefined) return undefined;
  const text = new TextDecoder(encoding).decode(bytes);
  const bad = text.match(noText)?.length ?? 0;
  return bad * goodForBad <= text.length ? text : undefined;
}

function markedEncoding([first, second, third, fourth]: Uint8Array): string | undefined {
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
