import type { IXmlableObject, PageNumberEstimator } from 'docx';
import type { Heading } from '../typeset/typeset-context.ts';

/** Gives the contents the pages of the headings: the library has put a bookmark around each of them, in their order. */
export function createPageNumbers(headings: readonly Heading[]): PageNumberEstimator {
  return (body) => {
    const names = getChildren(body['w:body']).flatMap((block) =>
      getChildren(block['w:p']).flatMap((part) => getNames(part['w:bookmarkStart'])),
    );
    return { bookmarks: new Map(names.map((name, index) => [name, `${headings[index]?.page ?? ''}`])) };
  };
}

function getChildren(element: unknown): IXmlableObject[] {
  return Array.isArray(element) ? element.filter((child) => typeof child === 'object' && child !== null) : [];
}

function getNames(bookmark: { readonly _attr?: { readonly 'w:name'?: string } } | undefined): string[] {
  const name = bookmark?._attr?.['w:name'];
  return name ? [name] : [];
}
