import sax, { type QualifiedTag } from 'sax';
import { Unreadable } from '../unreadable.ts';

export type XmlAttributes = Readonly<Record<string, string | undefined>>;

/** Names are `prefix:local` with the prefix of `prefixes`, whatever the file writes; those of other namespaces are bare. */
export interface XmlReader {
  /** False leaves out all there is within, and the end of it. Attributes go by their local names. */
  open(name: string, attributes: XmlAttributes): boolean;
  close(name: string): void;
  text(text: string): void;
  /** Asked now and then: whether the rest need not be read. */
  isFull?(): boolean;
}

/** ECMA-376 of either conformance class, transitional and strict. */
const prefixes = new Map([
  ['http://schemas.openxmlformats.org/wordprocessingml/2006/main', 'w'],
  ['http://purl.oclc.org/ooxml/wordprocessingml/main', 'w'],
  ['http://schemas.openxmlformats.org/drawingml/2006/main', 'a'],
  ['http://purl.oclc.org/ooxml/drawingml/main', 'a'],
  ['http://schemas.openxmlformats.org/drawingml/2006/picture', 'pic'],
  ['http://purl.oclc.org/ooxml/drawingml/picture', 'pic'],
  ['http://schemas.openxmlformats.org/officeDocument/2006/math', 'm'],
  ['http://purl.oclc.org/ooxml/officeDocument/math', 'm'],
  ['http://schemas.openxmlformats.org/markup-compatibility/2006', 'mc'],
  ['http://schemas.openxmlformats.org/package/2006/relationships', 'rel'],
  ['urn:schemas-microsoft-com:vml', 'v'],
]);

/** Word nests tables and boxes to a few dozen. */
const maxLevels = 1_000;
const pieceBytes = 65_536;

/** Reads a part of a file once from start to end. Throws when it is not well-formed. */
export function parseXml(bytes: Uint8Array, reader: XmlReader): void {
  const xml = sax.parser(true, { xmlns: true });
  /** Of the elements that are open. */
  const names: string[] = [];
  let isEmpty = true;
  /** Level of the element that is left out. */
  let leftOut: number | undefined;
  xml.onerror = ({ message }) => {
    throw new Unreadable('damaged', message);
  };
  // ECMA-376 part 2, 8.2: no part has one. It is what declares entities, external ones and those that grow.
  xml.ondoctype = () => {
    throw new Unreadable('damaged', 'it has a document type declaration');
  };
  xml.onopentag = (tag) => {
    // The parser was told to resolve namespaces.
    const { uri, local, attributes } = tag as QualifiedTag;
    const name = toName(uri, local);
    if (names.push(name) > maxLevels) throw new Unreadable('damaged', 'it is nested too deeply');
    isEmpty = false;
    if (leftOut !== undefined) return;
    const values = Object.fromEntries(Object.values(attributes).map((attribute) => [attribute.local, attribute.value]));
    if (!reader.open(name, values)) leftOut = names.length;
  };
  xml.onclosetag = () => {
    const name = names.pop();
    if (leftOut === undefined) reader.close(name ?? '');
    else if (leftOut > names.length) leftOut = undefined;
  };
  xml.ontext = xml.oncdata = (text) => {
    if (leftOut === undefined) reader.text(text);
  };
  const decoder = new TextDecoder(detectEncoding(bytes));
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    xml.write(decoder.decode(bytes.subarray(at, at + pieceBytes), { stream: true }));
    if (reader.isFull?.()) return;
  }
  xml.write(decoder.decode()).close();
  if (isEmpty) throw new Unreadable('damaged', 'there is no element in it');
}

function toName(uri: string, local: string): string {
  const prefix = prefixes.get(uri);
  return prefix ? `${prefix}:${local}` : local;
}

/** ECMA-376 part 2, 8.1.4: a part is UTF-8 or UTF-16. */
function detectEncoding([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
