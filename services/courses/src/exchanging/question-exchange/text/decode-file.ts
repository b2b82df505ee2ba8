import type { Failure } from '../../exchange/failure.ts';

/** Said of a file whose bytes are no text. */
export const noText: Failure = {
  failure: {
    en: 'The file is not a text in an encoding that is known.',
    ru: 'Файл — не текст в известной кодировке.',
  },
};

/** The text of a file with `\n` at the ends of its lines. None if the bytes are no text. */
export function decodeFile(bytes: Uint8Array, kind: 'text' | 'xml'): string | undefined {
  const text = decode(bytes, kind);
  if (text === undefined || text.includes('\0')) return undefined;
  return text.replace(/\r\n?/g, '\n');
}

function decode(bytes: Uint8Array, kind: 'text' | 'xml'): string | undefined {
  const marked = findMarked(bytes);
  if (marked) return decodeAs(bytes, marked);
  if (kind === 'xml') return decodeAs(bytes, findDeclared(bytes) ?? 'utf-8');
  return decodeAs(bytes, 'utf-8') ?? decodeAs(bytes, 'windows-1251');
}

/** By the byte order mark. */
function findMarked([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** The declaration is ASCII in all encodings that have no byte order mark. */
function findDeclared(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 300)).toString('latin1');
  return /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(start)?.[1];
}

function decodeAs(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // An unknown name of an encoding, or bytes that are not of it.
    return undefined;
  }
}
