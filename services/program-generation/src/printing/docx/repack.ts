import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/**
 * Makes a .docx depend on nothing but its content: the library writes the clock into the properties and the archive, and
 * numbers bookmarks through the life of the process.
 */
export function repack(docx: Uint8Array, date: Date): Uint8Array {
  const parts = unzipSync(docx);
  const rewrite = (path: string, change: (xml: string) => string) => {
    const part = parts[path];
    if (part) parts[path] = strToU8(change(strFromU8(part)));
  };
  rewrite('docProps/core.xml', (xml) => xml.replace(/(<dcterms:[^>]+>)[^<]+/g, `$1${date.toISOString()}`));
  rewrite('word/document.xml', (xml) => endContents(renumber(renumber(xml, bookmarkName), bookmarkId)));
  // The first time a zip archive can hold; fflate writes local time, so this is the same in every zone.
  return zipSync(parts, { mtime: new Date(1980, 0, 1) });
}

// Text cannot match: in it `<` and `"` are escaped.
const bookmarkName = /((?:w:anchor|w:name)="_Toc|<w:instrText xml:space="preserve">PAGEREF _Toc)(\d+)/g;
const bookmarkId = /(<w:bookmark(?:Start|End)[^>]* w:id=")(\d+)/g;

/** Numbers from 1 in the order of their first appearance. */
function renumber(xml: string, pattern: RegExp): string {
  const numbers = new Map<string, number>();
  return xml.replace(pattern, (_match, before: string, old: string) => {
    const number = numbers.get(old) ?? numbers.size + 1;
    numbers.set(old, number);
    return `${before}${number}`;
  });
}

/** Ends the contents in their last line: the library does it in an empty one, which may come to stand on a page of its own. */
function endContents(xml: string): string {
  const end = '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:sdtContent>';
  return xml.replace(`</w:p><w:p>${end}`, end);
}
