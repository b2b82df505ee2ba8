import type { Texts } from '@lyceum/contracts/shared/texts';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Failure } from '../../exchange/failure.ts';
import { decodeEntities } from './decode-entities.ts';
import type { XmlElement } from './xml-element.ts';

const hasDoctype: Texts = {
  en: 'The file declares a document type (DOCTYPE). Such files are not read.',
  ru: 'В файле объявлен тип документа («DOCTYPE»). Такие файлы не читаются.',
};

const tooDeep: Texts = {
  en: 'The elements of the file are nested too deeply or have names that are not allowed.',
  ru: 'Элементы файла вложены слишком глубоко или названы недопустимо.',
};

const illFormed = (line: number | undefined): Texts => ({
  en: line ? `The XML of the file is not well-formed: see line ${line}.` : 'The file is not XML.',
  ru: line ? `Разметка «XML» в файле нарушена: см. строку ${line}.` : 'Файл не в формате «XML».',
});

/** The root of a file. Namespaces, comments and instructions are left out. */
export function parseXml(xml: string): XmlElement | Failure {
  const verdict = XMLValidator.validate(xml);
  if (verdict !== true) return { failure: illFormed(verdict.err.line) };
  let doctype = false;
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    trimValues: false,
    preserveOrder: true,
    removeNSPrefix: true,
    entityDecoder: {
      decode: decodeEntities,
      // The parser calls it for each document type, wherever that stands.
      addInputEntities() {
        doctype = true;
      },
      setExternalEntities() {},
      setXmlVersion() {},
      reset() {},
    },
  });
  const parsed = parse(parser, xml);
  // Entities of its own are what a parser may stumble over, so that is looked at first.
  if (doctype || (parsed === undefined && /<!DOCTYPE/i.test(xml))) return { failure: hasDoctype };
  if (parsed === undefined) return { failure: tooDeep };
  const roots = toChildren(parsed).filter((child) => typeof child !== 'string');
  return roots.length === 1 && roots[0] ? roots[0] : { failure: illFormed(undefined) };
}

function parse(parser: XMLParser, xml: string): unknown {
  try {
    return parser.parse(xml);
  } catch {
    // Its reasons speak of the parser, not of the file.
    return undefined;
  }
}

function toChildren(nodes: unknown): (XmlElement | string)[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: unknown): (XmlElement | string)[] => {
    const { ':@': attributes, ...content } = Object(node);
    const [name, children] = Object.entries(content)[0] ?? [''];
    if (name === '#text') return [String(children)];
    if (name.startsWith('?')) return [];
    const values = new Map(Object.entries(Object(attributes)).map(([key, value]) => [key, String(value)]));
    return [{ name, attributes: values, children: toChildren(children) }];
  });
}
