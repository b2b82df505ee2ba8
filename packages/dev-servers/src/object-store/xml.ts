import { S3Error } from './s3-error.ts';

export interface XmlNode {
  readonly name: string;
  readonly content: string | readonly XmlNode[];
}

/** An element with text, or with child elements. */
export function element(name: string, content: string | number | boolean | readonly XmlNode[]): XmlNode {
  return { name, content: typeof content === 'object' ? content : String(content) };
}

/** A whole document whose root is in the namespace of S3. */
export function renderXml(root: XmlNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${render(root, ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"')}`;
}

function render({ name, content }: XmlNode, attributes = ''): string {
  const inner = typeof content === 'string' ? escapeText(content) : content.map((child) => render(child)).join('');
  return `<${name}${attributes}>${inner}</${name}>`;
}

function escapeText(text: string): string {
  // Control characters too: a parser would turn a bare CR of a key into LF (XML 1.0, section 2.11).
  return text.replace(/[<>&"'\p{Cc}]/gu, (character) => `&#${character.charCodeAt(0)};`);
}

const token =
  /<\?[^>]*\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s[^<>]*?)?)(\/?)>|([^<]+)/y;
const maxDepth = 16;

interface OpenElement {
  name: string;
  text: string;
  children: XmlNode[];
}

/**
 * Reads the small documents S3 clients send: elements and text, attributes ignored, no document type (so no entity
 * expansion). An element with children loses its own text. Throws MalformedXML.
 */
export function parseXml(source: string): XmlNode {
  const root: OpenElement = { name: '', text: '', children: [] };
  const open = [root];
  token.lastIndex = 0;
  for (let at = 0; at < source.length; at = token.lastIndex) {
    token.lastIndex = at;
    const match = token.exec(source);
    const current = open.at(-1);
    if (!match || !current) throw new S3Error('MalformedXML');
    const [, cdata, closing, opening, , empty, text] = match;
    if (opening) {
      open.push({ name: opening, text: '', children: [] });
      if (open.length > maxDepth) throw new S3Error('MalformedXML');
    } else if (text !== undefined) current.text += unescapeText(text);
    else if (cdata !== undefined) current.text += cdata;
    if (closing || empty) close(open, closing ?? opening ?? '');
  }
  const [only, ...others] = root.children;
  if (!only || others.length > 0 || open.length > 1 || root.text.trim()) throw new S3Error('MalformedXML');
  return only;
}

function close(open: OpenElement[], name: string): void {
  const closed = open.pop();
  const parent = open.at(-1);
  if (!closed || !parent || closed.name !== name) throw new S3Error('MalformedXML');
  parent.children.push({ name, content: closed.children.length > 0 ? closed.children : closed.text });
}

const namedEntities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeText(text: string): string {
  return text.replace(/&([^;&]*)(;?)/g, (_, entity: string, end: string) => {
    const named = namedEntities[entity];
    if (named && end) return named;
    const numeric = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(entity);
    const code = numeric ? Number.parseInt(numeric[1] ?? numeric[2] ?? '', numeric[1] ? 16 : 10) : Number.NaN;
    if (!end || !(code <= 0x10ffff)) throw new S3Error('MalformedXML');
    return String.fromCodePoint(code);
  });
}
