import type { Texts } from '@lyceum/contracts/shared/texts';
import { filesAreLeftOut } from '../files-are-left-out.ts';
import type { XmlElement } from '../xml/xml-element.ts';

const remarksAreLeftOut: Texts = {
  en: 'Remarks beside the text of the question are left out.',
  ru: 'Пояснения рядом с текстом вопроса не перенесены.',
};

type Content = XmlElement['children'];

interface Writing {
  /** What stands in the place of an element; undefined has it written as it is. */
  readonly replace: (element: XmlElement) => string | undefined;
  /** What was left out is added to them. */
  readonly changes: Set<Texts>;
}

const files = new Set(['img', 'object', 'audio', 'video']);
const remarks = new Set(['rubricBlock', 'feedbackBlock', 'feedbackInline', 'templateBlock', 'templateInline', 'stylesheet']);
const voids = new Set(['br', 'hr', 'col']);
const blocks = new Set(['p', 'div', 'prompt', 'itemBody', 'blockquote']);
const keptAttributes = ['href', 'title', 'colspan', 'rowspan'];

export const isInteraction = ({ name }: XmlElement) => name.endsWith('Interaction');

/** Content of an item as Markdown: paragraphs, and within them HTML. */
export function writeBlocks(content: Content, writing: Writing): string {
  const paragraphs: string[] = [];
  let inline = '';
  const end = () => {
    if (inline.trim() !== '') paragraphs.push(inline.trim());
    inline = '';
  };
  for (const child of content) {
    const replaced = typeof child === 'string' ? undefined : writing.replace(child);
    if (replaced !== undefined) inline += replaced;
    else if (typeof child === 'string' || !(blocks.has(child.name) || isInteraction(child)))
      inline += writeHtml([child], writing);
    else {
      end();
      const written = writeBlocks(child.children, writing);
      if (written !== '') paragraphs.push(written);
    }
  }
  end();
  return paragraphs.join('\n\n');
}

function writeHtml(content: Content, writing: Writing): string {
  return content.map((child) => (typeof child === 'string' ? writeProse(child) : writeElement(child, writing))).join('');
}

function writeElement(element: XmlElement, writing: Writing): string {
  const replaced = writing.replace(element);
  if (replaced !== undefined) return replaced;
  const { name, attributes, children } = element;
  if (isInteraction(element)) return writeHtml(children, writing);
  if (remarks.has(name)) {
    if (name !== 'stylesheet') writing.changes.add(remarksAreLeftOut);
    return '';
  }
  if (files.has(name)) {
    writing.changes.add(filesAreLeftOut);
    const file = attributes.get('src') ?? attributes.get('data') ?? '…';
    return `[${writeProse((attributes.get('alt') || file).slice(0, 100))}]`;
  }
  const kept = keptAttributes
    .filter((key) => attributes.has(key))
    .map((key) => ` ${key}="${writeProse(attributes.get(key) ?? '').replaceAll('"', '&quot;')}"`);
  const tag = `<${name}${kept.join('')}>`;
  return voids.has(name) ? tag : `${tag}${writeHtml(children, writing)}</${name}>`;
}

/** References mean nothing to Markdown, and are read within HTML too. */
function writeProse(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[&<>*_`\\]|\{(?=\{)/g, (sign) => references[sign] ?? `&#${sign.charCodeAt(0)};`);
}

const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
