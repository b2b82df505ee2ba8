import { renderLearnerText } from '../../learning/lesson-text/render-learner-text.ts';
import { toPlainText } from '../../learning/lesson-text/to-plain-text.ts';

const maxExcerptLength = 200;

/** What is kept of the text of a reply. */
export function writeReply(text: string) {
  const words = toPlainText({ id: 'reply', type: 'markdown', text });
  return { text, html: renderLearnerText(text), excerpt: toExcerpt(words) };
}

/** Its first characters; none is cut into halves. */
function toExcerpt(words: string): string {
  const characters = Array.from(words);
  return characters.length > maxExcerptLength ? `${characters.slice(0, maxExcerptLength - 1).join('')}…` : words;
}
