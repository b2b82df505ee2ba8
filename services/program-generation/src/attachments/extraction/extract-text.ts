import type { Attachment } from '@lyceum/contracts/program-generation';
import { readDocx } from './read-docx.ts';
import { readPdf } from './read-pdf.ts';
import { readPlainText } from './read-plain-text.ts';
import { Unreadable } from './unreadable.ts';

/** UTF-16 code units that are kept of a text. */
const longestText = 400_000;

type Reader = (bytes: Uint8Array, longest: number) => string | Promise<string>;

const readers: Readonly<Record<Attachment['type'], Reader>> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': readDocx,
  'application/pdf': readPdf,
  'text/plain': readPlainText,
  'text/markdown': readPlainText,
};

/** The words of a file, as far as there is room. Fails with `Unreadable`. */
export async function extractText(type: Attachment['type'], bytes: Uint8Array): Promise<string> {
  const text = tidy(await readers[type](bytes, longestText));
  if (!/[\p{L}\p{N}]/u.test(text)) throw new Unreadable('no-text', 'there is no letter and no digit in it');
  return text;
}

const controls = /[^\P{Cc}\t\n]/gu;

/** NFC without control characters, spaces at the ends of lines and runs of empty lines. */
function tidy(text: string): string {
  const lines = text
    .normalize('NFC')
    .replace(/\r\n?|[\f\u0085\u2028\u2029]/g, '\n')
    .replace(controls, '')
    .split('\n')
    .map((line) => line.trimEnd());
  const tidied = lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  // A pair that the limit cuts loses its first half too.
  return tidied
    .slice(0, longestText)
    .replace(/[\uD800-\uDBFF]$/, '')
    .toWellFormed();
}
