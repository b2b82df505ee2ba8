import { escapeXml, writeElement } from '../xml/write-element.ts';

/** An element with a text in Markdown, and what else belongs to it. */
export function writeText(
  name: string,
  text: string,
  attributes: Readonly<Record<string, string>> = {},
  ...rest: readonly string[]
): string {
  return writeElement(name, { ...attributes, format: 'markdown' }, writeElement('text', {}, escapeXml(text)), ...rest);
}

/** An element with a text that is one line and no markup. */
export function writePlain(
  name: string,
  text: string,
  attributes: Readonly<Record<string, string>> = {},
  ...rest: readonly string[]
): string {
  return writeElement(name, attributes, writeElement('text', {}, escapeXml(text)), ...rest);
}
