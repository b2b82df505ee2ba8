import { findChild, findChildren, findWithin, toText, type XmlElement } from '../../../question-exchange/xml/xml-element.ts';
import { tidyText, toTitle } from '../text/tidy-text.ts';

/** What the LOM metadata say of a course. */
export interface CartridgeMetadata {
  readonly title: string;
  /** In the order of the metadata, without empty ones. */
  readonly descriptions: readonly string[];
  /** As it is written, such as `en-US`; empty when it is not said. */
  readonly language: string;
  readonly keywords: readonly string[];
}

const maxDescription = 20_000;

export function readMetadata(manifest: XmlElement): CartridgeMetadata {
  const metadata = findChild(manifest, 'metadata');
  const [general] = metadata ? findWithin(metadata, ({ name }) => name === 'general') : [];
  const title = findChild(general, 'title');
  const language = toText(findChild(general, 'language')).trim() || findLanguage(title);
  return {
    title: toTitle(readString(title)),
    descriptions: findChildren(general, 'description')
      .map((one) => tidyText(readString(one).slice(0, 2 * maxDescription)).slice(0, maxDescription))
      .filter((text) => text !== ''),
    language: language.slice(0, 50),
    keywords: findChildren(general, 'keyword').map((one) => toTitle(readString(one)).slice(0, 50).trim()),
  };
}

/** Of a text in several languages the first one: `string` since 1.1, `langstring` before. */
function readString(element: XmlElement | undefined): string {
  return toText(findString(element) ?? element);
}

function findString(element: XmlElement | undefined): XmlElement | undefined {
  return findChild(element, 'string') ?? findChild(element, 'langstring');
}

function findLanguage(title: XmlElement | undefined): string {
  const attributes = findString(title)?.attributes;
  return attributes?.get('language') ?? attributes?.get('lang') ?? '';
}
