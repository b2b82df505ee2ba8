import { renderMarkdown } from '../../learning/lesson-text/render-markdown.ts';
import { toPlainText } from '../../learning/lesson-text/to-plain-text.ts';
import type { AnnouncementRow } from './announcement.entity.ts';

const maxExcerpt = 300;

/** What is shown of a text in Markdown, cleaned. */
export function composeTexts(text: string): Pick<AnnouncementRow, 'text' | 'html' | 'excerpt'> {
  const words = Array.from(toPlainText({ id: 'text', type: 'markdown', text }));
  const excerpt = words.length > maxExcerpt ? `${words.slice(0, maxExcerpt - 1).join('')}…` : words.join('');
  return { text, html: renderMarkdown(text), excerpt };
}
