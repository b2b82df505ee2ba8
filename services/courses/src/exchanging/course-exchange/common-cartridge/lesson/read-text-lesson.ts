import type { Texts } from '@lyceum/contracts/shared/texts';
import { decodeEntities } from '../../../question-exchange/xml/decode-entities.ts';
import { findChild, findChildren, getText, toText, type XmlElement } from '../../../question-exchange/xml/xml-element.ts';
import type { Documents } from '../documents.ts';
import { type EntryFinder, getFolder } from '../manifest/entry-finder.ts';
import { toBlocks } from '../page/page-blocks.ts';
import { type ReadPage, readPage, textToPage } from '../page/read-page.ts';
import { toTitle } from '../text/tidy-text.ts';
import type { ReadLesson } from './lesson-draft.ts';

const noDiscussion: Texts = {
  en: 'There are no discussions of lessons: the topic became a text.',
  ru: 'Обсуждений в уроках нет: тема обсуждения стала текстом.',
};

/** Where the addresses of a document begin. */
export interface Origin {
  readonly find: EntryFinder;
  readonly root: string;
  readonly entry: string;
}

const fileBase = /(?:\$|%24)IMS-CC-FILEBASE(?:\$|%24)\/?/i;

/** Addresses are relative to the document; those of the cartridge begin at a place that each system chose for itself. */
export function createFinder({ find, root, entry }: Origin): (href: string) => string | undefined {
  const folder = getFolder(entry);
  return (href) => {
    if (!fileBase.test(href)) return find(href, folder);
    const path = href.replace(fileBase, '');
    for (const base of [folder, root, `${root}web_resources/`]) {
      const name = find(path, base);
      if (name !== undefined) return name;
    }
    return undefined;
  };
}

/** A page as a text lesson. */
export function readPageLesson(documents: Documents, origin: Origin): ReadLesson {
  const source = documents.readText(origin.entry);
  if (typeof source !== 'string') return source;
  const title = /<title[^<>]{0,200}>([^<]{1,2000})<\/title>/i.exec(source.slice(0, 20_000))?.[1] ?? '';
  return toLesson(toTitle(decodeEntities(title)), readPage(source, createFinder(origin), { holdsImages: true }));
}

/** A topic of a discussion as a text lesson. */
export function readTopic(documents: Documents, origin: Origin): ReadLesson {
  const topic = documents.readXml(origin.entry, ['topic']);
  if ('lost' in topic) return topic;
  const page = readMarkup(findChild(topic, 'text'), origin, { holdsImages: true });
  const attached = readAttachments(topic, origin);
  const { changes, ...lesson } = toLesson(toTitle(getText(topic, 'title')), page);
  const files = [...new Set([...lesson.files, ...attached])];
  return { ...lesson, changes: new Set([noDiscussion, ...changes]), files, used: [...lesson.used, ...files] };
}

function toLesson(title: string, { changes, files, used, ...page }: ReadPage) {
  const { blocks, changes: cuts } = toBlocks(page);
  return { title, content: { type: 'text' as const, blocks }, changes: new Set([...changes, ...cuts]), files, used };
}

/** An element whose `texttype` says whether it is HTML. */
export function readMarkup(element: XmlElement | undefined, origin: Origin, holding = { holdsImages: false }): ReadPage {
  const text = toText(element);
  const isPlain = element?.attributes.get('texttype') !== 'text/html' && !/<\/?[a-z][^<>]*>/i.test(text);
  return readPage(isPlain ? textToPage(text) : text, createFinder(origin), holding);
}

/** Entries that are attached to a topic or an assignment. */
export function readAttachments(element: XmlElement, origin: Origin): string[] {
  const find = createFinder(origin);
  return findChildren(findChild(element, 'attachments'), 'attachment')
    .map(({ attributes }) => find(attributes.get('href') ?? ''))
    .filter((entry) => entry !== undefined);
}
