import { getDocumentProxy } from 'unpdf';
import type { ExtractedText } from './create-extractor.ts';
import { Unreadable } from './unreadable.ts';

const mostPages = 1_000;

/** Text of a PDF, pages divided by empty lines, until there are `longest` characters of it. */
export async function readPdf(bytes: Uint8Array, longest: number): Promise<ExtractedText> {
  // ISO 32000-1, Annex H, 3.4.1: readers look for the header in the first 1024 bytes.
  if (!Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-')) throw new Unreadable('wrong-type', 'it is no PDF');
  const pdf = await getDocumentProxy(bytes, { verbosity: 0 }).catch((cause: unknown) => {
    if (cause instanceof Error && cause.name === 'PasswordException') throw new Unreadable('encrypted', cause.message, { cause });
    throw cause;
  });
  if (pdf.numPages > mostPages) throw new Unreadable('too-large', `it has ${pdf.numPages} pages`);
  let text = '';
  for (let number = 1; number <= pdf.numPages; number += 1) {
    if (text.length > longest) return { text, cut: true };
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    text += `${items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')}\n\n`;
    page.cleanup();
  }
  return { text, cut: false };
}
