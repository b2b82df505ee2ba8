import { renderLearnerText } from '../../learning/lesson-text/render-learner-text.ts';
import { toExcerpt } from '../../learning/lesson-text/to-excerpt.ts';

const maxExcerptLength = 200;

/** What is kept of the text of a reply. */
export function writeReply(text: string) {
  return { text, html: renderLearnerText(text), excerpt: toExcerpt(text, maxExcerptLength) };
}
