import { escapeHtml } from './escape-html.ts';
import { renderMarkdown } from './render-markdown.ts';

/** No text of a person comes to more, but one of formulas alone would: a page of a list has a hundred. */
const maxHtmlLength = 50_000;

/**
 * Writes Markdown of a learner, which other learners read, as HTML that a page may insert; of what comes to too much its source. A picture
 * is a link: its host would hear of whoever reads the page.
 */
export function renderLearnerText(markdown: string): string {
  const html = renderMarkdown(markdown).replace(/<img\b[^>]*>/g, (tag) => {
    const source = / src="([^"]*)"/.exec(tag)?.[1] ?? '';
    const words = / alt="([^"]*)"/.exec(tag)?.[1] || source;
    return `<a href="${source}" rel="noopener noreferrer nofollow">${words}</a>`;
  });
  return html.length <= maxHtmlLength ? html : `<p>${escapeHtml(markdown)}</p>`;
}
