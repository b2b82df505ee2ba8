import { toPlainText } from './to-plain-text.ts';

/** The first characters of a text in Markdown, as one line without markup; none is cut into halves. */
export function toExcerpt(markdown: string, maxLength: number): string {
  const words = toPlainText({ id: 'text', type: 'markdown', text: markdown });
  const characters = Array.from(words);
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : words;
}
