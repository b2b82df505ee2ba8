import { fileURLToPath } from 'node:url';
import { getDocumentProxy } from 'unpdf';
import type { ExtractedText } from './extracted-text.ts';
import type { ReadWarning } from './read-warning.ts';
import { Unreadable } from './unreadable.ts';

const maxPages = 1_000;
/** Adobe's tables from codes to characters, which files in Chinese, Japanese and Korean name instead of holding them. */
const characterMaps = fileURLToPath(new URL('cmaps/', import.meta.resolve('pdfjs-dist/package.json')));

/** Text of a PDF, pages divided by empty lines, until there are `maxLength` characters of it. */
export async function readPdf(bytes: Uint8Array, maxLength: number): Promise<ExtractedText> {
  // ISO 32000-1, Annex H, 3.4.1: readers look for the header in the first 1024 bytes.
  if (!Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-')) throw new Unreadable('wrong-type', 'it is no PDF');
  const pdf = await getDocumentProxy(bytes, { verbosity: 0, cMapUrl: characterMaps }).catch((cause: unknown) => {
    throw isAboutEncryption(cause) ? new Unreadable('encrypted', String(cause), { cause }) : cause;
  });
  if (pdf.numPages > maxPages) throw new Unreadable('too-large', `it has ${pdf.numPages} pages`);
  const warnings = new Set<ReadWarning>();
  let text = '';
  for (let number = 1; number <= pdf.numPages; number += 1) {
    if (text.length > maxLength) return { text, cut: true, warnings: [...warnings] };
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const written = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
    const filledIn = (await page.getAnnotations()).flatMap(getValues);
    if (written.trim() === '' && filledIn.length === 0) warnings.add('pages-without-text');
    text += `${[written, ...filledIn].join('\n')}\n\n`;
    page.cleanup();
  }
  return { text, cut: false, warnings: [...warnings] };
}

/** A password is asked for, or the file is locked in a way that the library does not know. */
const isAboutEncryption = (cause: unknown) =>
  cause instanceof Error && (cause.name === 'PasswordException' || /encryption/.test(cause.message));

/** What people typed or chose in a form: it is no part of the page. */
function getValues({ fieldType, fieldValue }: { fieldType?: unknown; fieldValue?: unknown }): string[] {
  if (fieldType !== 'Tx' && fieldType !== 'Ch') return [];
  return [fieldValue].flat().filter((value) => typeof value === 'string');
}
