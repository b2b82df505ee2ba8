import type { Texts } from '@lyceum/contracts/shared/texts';
import { filesAreLeftOut } from '../../../question-exchange/files-are-left-out.ts';
import { findWithin, toText, type XmlElement } from '../../../question-exchange/xml/xml-element.ts';
import { readPage } from '../page/read-page.ts';
import { tidyText } from '../text/tidy-text.ts';
import { htmlToMarkdown, textToMarkdown } from '../text/to-markdown.ts';

/** Longer texts the contract does not take. */
const maxText = 100_000;

const isContent = ({ name }: XmlElement) => name.startsWith('mat') && name !== 'material' && name !== 'matbreak';

/** The texts within an element as Markdown; what was left out is added to the changes. */
export function readMaterial(element: XmlElement | undefined, changes: Set<Texts>): string {
  const parts = element ? findWithin(element, isContent) : [];
  return parts
    .map((part) => readPart(part, changes))
    .filter((text) => text !== '')
    .join('\n\n');
}

function readPart(part: XmlElement, changes: Set<Texts>): string {
  if (part.name !== 'mattext' && part.name !== 'matemtext') {
    changes.add(filesAreLeftOut);
    return textToMarkdown(`[${part.attributes.get('label') || part.attributes.get('uri') || '…'}]`.slice(0, 200));
  }
  const text = tidyText(toText(part).slice(0, maxText));
  if (part.attributes.get('texttype') !== 'text/html' && !/<\/?[a-z][^<>]*>/i.test(text)) return textToMarkdown(text);
  const page = readPage(text, () => undefined);
  for (const change of page.changes) changes.add(change);
  return htmlToMarkdown(page.html);
}
