import type { Texts } from '@lyceum/contracts/shared/texts';
import { findChild, getText } from '../../../question-exchange/xml/xml-element.ts';
import type { Documents } from '../documents.ts';
import { toTitle } from '../text/tidy-text.ts';
import type { ReadLesson } from './lesson-draft.ts';

const noAddress: Texts = {
  en: 'The link has no address that begins with http:// or https:// and is at most 2,000 characters long.',
  ru: 'У ссылки нет адреса, который начинается с http:// или https:// и не длиннее 2000 символов.',
};

/** A web link as a lesson. */
export function readLink(documents: Documents, entry: string | undefined): ReadLesson {
  const link = documents.readXml(entry, ['webLink']);
  if ('lost' in link) return link;
  const url = (findChild(link, 'url')?.attributes.get('href') ?? '').trim();
  if (!/^https?:\/\//i.test(url) || url.length > 2_000 || !URL.canParse(url)) return { lost: noAddress };
  return { title: toTitle(getText(link, 'title')), content: { type: 'link', url }, changes: [], files: [], used: [] };
}
