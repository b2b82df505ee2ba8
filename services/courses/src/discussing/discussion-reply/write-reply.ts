import { toPlainText } from '../../learning/lesson-text/to-plain-text.ts';
import { renderText } from '../discussion/render-text.ts';

const maxExcerptLength = 200;

/** What is kept of the text of a reply. */
export function writeReply(text: string) {
  const words = toPlainText({ id: 'reply', type: 'markdown', text });
  return { text, html: renderText(text), excerpt: toExcerpt(words) };
}

/** Its first characters; none is cut into halves. */
function toExcerpt(words: string): string {
  const characters = Array.from(words);
  return characters.length > maxExcerptLength ? `${characters.slice(0, maxExcerptLength - 1).join('')}…` : words;
}
