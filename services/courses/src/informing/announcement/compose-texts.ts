import { renderMarkdown } from '../../learning/lesson-text/render-markdown.ts';
import { toExcerpt } from '../../learning/lesson-text/to-excerpt.ts';
import type { AnnouncementRow } from './announcement.entity.ts';

const maxExcerptLength = 300;

/** What is shown of a text in Markdown, cleaned. */
export function composeTexts(text: string): Pick<AnnouncementRow, 'text' | 'html' | 'excerpt'> {
  return { text, html: renderMarkdown(text), excerpt: toExcerpt(text, maxExcerptLength) };
}
