import type { Texts } from '@lyceum/contracts/shared/texts';
import type { Archive } from '../../archive/open-archive.ts';
import type { Failure } from '../../exchange/failure.ts';
import { decodeFile } from '../text/decode-file.ts';
import { parseXml } from '../xml/parse-xml.ts';
import { findChild, findWithin, type XmlElement } from '../xml/xml-element.ts';

const noManifest: Texts = {
  en: 'There is no “imsmanifest.xml” in the package, or it is no text.',
  ru: 'В пакете нет файла «imsmanifest.xml», или это не текст.',
};

/** Said of items and packages of 1.2 and 3.0. */
export const otherVersion: Texts = {
  en: 'The file is of another version of “QTI”. Version 2.1 is read.',
  ru: 'Файл в другой версии «QTI». Читается версия 2.1.',
};

/** The files of a package that are items, in the order of its manifest, each once. */
export async function readManifest(opened: Archive): Promise<string[] | Failure> {
  const path = findManifest(opened.entries.map(({ name }) => name));
  if (path === undefined) return { failure: noManifest };
  const bytes = await opened.read(path);
  if ('failure' in bytes) return bytes;
  const text = decodeFile(bytes, 'xml');
  if (text === undefined) return { failure: noManifest };
  const manifest = parseXml(text);
  if ('failure' in manifest) return manifest;
  const resources = findWithin(manifest, ({ name }) => name === 'resource');
  const items = resources.filter((resource) => /^imsqti_item_xmlv2p/.test(getType(resource)));
  if (items.length === 0 && resources.some((resource) => /qti.*xmlv(?:1|3)/.test(getType(resource)))) {
    return { failure: otherVersion };
  }
  const folder = path.slice(0, -'imsmanifest.xml'.length);
  return [...new Set(items.map((item) => folder + findPath(item)))];
}

/** The manifest may lie in the one folder that was packed. */
function findManifest(names: readonly string[]): string | undefined {
  return names.find((name) => name === 'imsmanifest.xml') ?? names.find((name) => /^[^/]+\/imsmanifest\.xml$/.test(name));
}

function getType(resource: XmlElement): string {
  return resource.attributes.get('type') ?? '';
}

function findPath(resource: XmlElement): string {
  const path = resource.attributes.get('href') ?? findChild(resource, 'file')?.attributes.get('href') ?? '';
  return path.replaceAll('%20', ' ');
}
