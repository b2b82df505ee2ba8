import type { ExtractedText } from './create-extractor.ts';
import { Unreadable } from './unreadable.ts';

/** UTF-16 by its byte order mark, else UTF-8, else windows-1251, which older Russian programs write. */
export function readPlainText(bytes: Uint8Array): ExtractedText {
  return { text: decode(bytes), cut: false };
}

function decode(bytes: Uint8Array): string {
  const utf16 = utf16Of(bytes);
  if (utf16) return new TextDecoder(utf16).decode(bytes);
  if (bytes.includes(0)) throw new Unreadable('wrong-type', 'there are zero bytes in it');
  if (new TextDecoder('latin1').decode(bytes.subarray(0, 5)) === '%PDF-') throw new Unreadable('wrong-type', 'it is a PDF');
  try {
    // As a stream: a text that was cut in the middle of its last character is UTF-8 all the same.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    const text = new TextDecoder('windows-1251').decode(bytes);
    if (!isRussian(text)) throw new Unreadable('unknown-encoding', 'it is neither Unicode nor Russian in windows-1251');
    return text;
  }
}

function utf16Of([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** Western texts show single Cyrillic letters among Latin ones, and KOI8-R capitals in the middle of words. */
function isRussian(text: string): boolean {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return count(/[А-яЁё][а-яё]/g) > 2 * count(/[A-Za-z][А-яЁё]|[А-яЁё][A-Za-z]|[а-яё][А-ЯЁ]/g);
}
