import type { Texts } from '@lyceum/contracts/shared/texts';
import { filesAreLeftOut } from '../files-are-left-out.ts';
import { escapeMarkdown } from '../text/escape-markdown.ts';
import { toLine } from '../text/to-line.ts';
import { findChild, findChildren, toText, type XmlElement } from '../xml/xml-element.ts';

const image = /<img\b[^<>]*>|!\[[^[\]]*\]\([^()]*\)/gi;

/** A text of a question as Markdown. */
export function readText(element: XmlElement | undefined, changes: Set<Texts>): string {
  const markup = readMarkup(element, changes);
  return element?.attributes.get('format') === 'plain_text' ? escapeMarkdown(markup) : markup;
}

/** A text as it was written, without the pictures that lie beside it. */
export function readMarkup(element: XmlElement | undefined, changes: Set<Texts>): string {
  if (findChildren(element, 'file').length > 0) changes.add(filesAreLeftOut);
  const text = getContent(element).replace(image, (tag) => {
    if (!/@@PLUGINFILE@@|["'(]\s*data:/.test(tag)) return tag;
    changes.add(filesAreLeftOut);
    return `[${findName(tag)}]`;
  });
  const isHtml = (element?.attributes.get('format') ?? 'html') === 'html';
  // Markdown would take what is set in for code, and end a block of HTML at a blank line.
  return (isHtml && !/<pre\b/i.test(text) ? text.replace(/\n\s+/g, '\n') : text).trim();
}

/** A text that is one line and no markup. */
export function readLine(element: XmlElement | undefined): string {
  return toLine(getContent(element));
}

/** Some tools leave out the element `text`. */
function getContent(element: XmlElement | undefined): string {
  return toText(findChild(element, 'text') ?? element);
}

function findName(tag: string): string {
  const alt = /\balt\s*=\s*["']([^"']*)["']/i.exec(tag)?.[1] ?? /^!\[([^\]]*)\]/.exec(tag)?.[1] ?? '';
  const file = /@@PLUGINFILE@@\/([^"'?)\s]*)/.exec(tag)?.[1] ?? '';
  return (alt || file || '…').slice(0, 100);
}
