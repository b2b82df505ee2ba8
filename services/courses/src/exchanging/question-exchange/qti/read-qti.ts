import type { Texts } from '@lyceum/contracts/shared/texts';
import { type Archive, openArchive } from '../../archive/open-archive.ts';
import { toPlace } from '../../exchange/exchange-finding.ts';
import type { Failure } from '../../exchange/failure.ts';
import { maxQuestions, type ReadFile, type ReadItem, type ReadQuestion, tooManyQuestions } from '../read-question.ts';
import { decodeFile, noText } from '../text/decode-file.ts';
import { parseXml } from '../xml/parse-xml.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { readItem } from './read-item.ts';
import { otherVersion, readManifest } from './read-manifest.ts';

const noItem: Texts = {
  en: 'The file is XML, but not a question of “QTI” 2.1.',
  ru: 'Файл в формате «XML», но это не вопрос «QTI» 2.1.',
};

const missing: Texts = { en: 'The package lacks its file.', ru: 'В пакете нет его файла.' };

const limits = { entries: 10_000, unpacked: 200_000_000, texts: 10_000_000 };

/** Questions of QTI 2.1: one as an XML file, or a package with a manifest. */
export async function readQti(bytes: Buffer): Promise<ReadFile> {
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') return await readPackage(bytes);
  const item = parseItem(bytes);
  return 'failure' in item ? item : { items: [{ place: toPlace(1, getTitle(item)), read: readItem(item) }] };
}

async function readPackage(bytes: Buffer): Promise<ReadFile> {
  const opened = await openArchive(bytes, limits);
  if ('failure' in opened) return opened;
  const names = await readManifest(opened);
  if ('failure' in names) return names;
  if (names.length > maxQuestions) return tooManyQuestions;
  const items: ReadItem[] = [];
  for (const name of names) {
    const number = items.length + 1;
    const item = await readFile(opened, name);
    // What is wrong with the package ends it; what is wrong with an item loses that one.
    if ('failure' in item) return item;
    items.push({ place: toPlace(number, item.title || name), read: item.read });
  }
  return { items };
}

async function readFile(opened: Archive, name: string): Promise<{ title: string; read: ReadQuestion } | Failure> {
  if (!opened.find(name)) return { title: '', read: { lost: missing } };
  const bytes = await opened.read(name);
  if ('failure' in bytes) return bytes;
  const item = parseItem(bytes);
  return 'failure' in item ? { title: '', read: { lost: item.failure } } : { title: getTitle(item), read: readItem(item) };
}

function parseItem(bytes: Buffer): XmlElement | Failure {
  const text = decodeFile(bytes, 'xml');
  if (text === undefined) return noText;
  const root = parseXml(text);
  if ('failure' in root || root.name === 'assessmentItem') return root;
  return { failure: root.name === 'questestinterop' || root.name.startsWith('qti-') ? otherVersion : noItem };
}

function getTitle(item: XmlElement): string {
  return item.attributes.get('title') ?? '';
}
