import { DOMParser, type Element, onWarningStopParsing } from '@xmldom/xmldom';
import { strFromU8, unzipSync } from 'fflate';

/** A .docx as a test looks at it: its parts, its paragraphs in order, and the formatting that takes effect. */
export interface ReadDocx {
  readonly parts: Readonly<Record<string, Uint8Array>>;
  /** Text of a part; empty when there is no such part. */
  text(path: string): string;
  /** Root of an XML part; throws when it is not well-formed. */
  root(path: string): Element;
  /** Paragraphs and tables of the body, in order; those of the contents included. */
  readonly blocks: readonly Element[];
  readonly paragraphs: readonly Element[];
  readonly tables: readonly Element[];
  /** Ids of the paragraph styles in use. */
  readonly usedStyles: readonly string[];
  /** What holds for a paragraph, or for its text: its own, else that of its style and the styles it is based on, else the default. */
  effective(paragraph: Element, kind: 'w:pPr' | 'w:rPr', name: string, attribute: string): string | null;
}

export function readDocx(bytes: Uint8Array): ReadDocx {
  const parts = unzipSync(bytes);
  const text = (path: string) => strFromU8(parts[path] ?? new Uint8Array());
  const roots = new Map<string, Element>();
  const root = (path: string) => {
    const known = roots.get(path);
    if (known) return known;
    const parser = new DOMParser({ onError: onWarningStopParsing });
    const element = parser.parseFromString(text(path), 'application/xml').documentElement;
    if (!element) throw new Error(`${path} is empty`);
    roots.set(path, element);
    return element;
  };
  const document = root('word/document.xml');
  const styles = root('word/styles.xml');
  const styleById = new Map(all(styles, 'w:style').map((style) => [style.getAttribute('w:styleId') ?? '', style]));
  const getDefaults = (kind: 'w:pPr' | 'w:rPr') => child(all(styles, `${kind}Default`)[0], kind);
  const defaults = { 'w:pPr': getDefaults('w:pPr'), 'w:rPr': getDefaults('w:rPr') };
  const body = all(document, 'w:body')[0];
  const blocks = all(body, 'w:p', 'w:tbl').filter((block) => !isInTable(block));
  const paragraphs = all(body, 'w:p');

  function* inherited(paragraph: Element, kind: 'w:pPr' | 'w:rPr'): Generator<Element | undefined> {
    const own = child(paragraph, 'w:pPr');
    yield kind === 'w:pPr' ? own : child(all(paragraph, 'w:r')[0], 'w:rPr');
    for (
      let style = styleById.get(getStyle(paragraph));
      style;
      style = styleById.get(getAttribute(style, 'w:basedOn', 'w:val') ?? '')
    ) {
      yield child(style, kind);
    }
    yield defaults[kind];
  }

  return {
    parts,
    text,
    root,
    blocks,
    paragraphs,
    tables: all(body, 'w:tbl'),
    usedStyles: [...new Set(paragraphs.map(getStyle))],
    effective(paragraph, kind, name, attribute) {
      for (const properties of inherited(paragraph, kind)) {
        const element = child(properties, name);
        const value = element && (element.getAttribute(attribute) ?? (attribute === 'w:val' ? 'true' : null));
        if (value) return value;
      }
      return null;
    },
  };
}

/** Descendants with one of the names, in document order. */
export function all(element: Element | undefined, ...names: string[]): Element[] {
  return element ? Array.from(element.getElementsByTagName('*')).filter(({ tagName }) => names.includes(tagName)) : [];
}

export function child(element: Element | undefined, name: string): Element | undefined {
  return element && Array.from(element.childNodes).find((node): node is Element => node.nodeName === name);
}

export function getAttribute(element: Element | undefined, name: string, attribute: string): string | null {
  return child(element, name)?.getAttribute(attribute) ?? null;
}

export function getStyle(paragraph: Element): string {
  return getAttribute(child(paragraph, 'w:pPr'), 'w:pStyle', 'w:val') ?? 'Normal';
}

/** What is read there, tabs as tabs. */
export function getText(element: Element | undefined): string {
  return all(element, 'w:t', 'w:tab')
    .filter(({ parentNode }) => parentNode?.nodeName !== 'w:tabs')
    .map((part) => (part.tagName === 'w:t' ? (part.textContent ?? '') : '\t'))
    .join('');
}

/** Texts of the cells, row by row. */
export function getCells(table: Element): string[][] {
  return all(table, 'w:tr').map((row) => all(row, 'w:tc').map(getText));
}

function isInTable(element: Element): boolean {
  for (let parent = element.parentNode; parent; parent = parent.parentNode) if (parent.nodeName === 'w:tbl') return true;
  return false;
}
