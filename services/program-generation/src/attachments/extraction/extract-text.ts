import type { Attachment } from '@lyceum/contracts/program-generation/attachment';
import { readDocx } from './docx/read-docx.ts';
import { type ExtractedText, maxTextLength } from './extracted-text.ts';
import { readPlainText } from './plain-text/read-plain-text.ts';
import { readPdf } from './read-pdf.ts';
import { Unreadable } from './unreadable.ts';

/** May stop, and say that it did, when it has `maxLength` characters. */
type Reader = (bytes: Uint8Array, maxLength: number) => ExtractedText | Promise<ExtractedText>;

const readers: Readonly<Record<Attachment['type'], Reader>> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': readDocx,
  'application/pdf': readPdf,
  'text/plain': readPlainText,
  'text/markdown': readPlainText,
};

/** The words of a file, as far as there is room. Fails with `Unreadable`. */
export async function extractText(type: Attachment['type'], bytes: Uint8Array): Promise<ExtractedText> {
  const read = await readers[type](bytes, maxTextLength);
  const whole = tidy(read.text);
  if (!/[\p{L}\p{N}]/u.test(whole)) throw new Unreadable('no-text', 'there is no letter and no digit in it');
  // A pair that the limit cuts loses its first half too.
  const text = whole.slice(0, maxTextLength).replace(/[\uD800-\uDBFF]$/, '');
  const warnings = new Set(read.warnings);
  if (text.includes('\uFFFD')) warnings.add('unknown-characters');
  return { text: text.toWellFormed(), cut: read.cut || whole.length > maxTextLength, warnings: [...warnings] };
}

const controls = /[^\P{Cc}\t\n]/gu;

/** UAX #15, 13: no language has more on a letter, and the time that NFC takes grows with the square of their number. */
const manyMarks = /(\p{M}{30})\p{M}+/gu;

/** NFC without control characters, spaces at the ends of lines and runs of empty lines. */
function tidy(text: string): string {
  const lines = text
    .replace(manyMarks, '$1')
    .normalize('NFC')
    .replace(/\r\n?|[\f\u0085\u2028\u2029]/g, '\n')
    .replace(controls, '')
    .split('\n')
    .map((line) => line.trimEnd());
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
