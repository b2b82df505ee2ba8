import { renderMarkdown } from './render-markdown.ts';

/**
 * Writes Markdown of a learner, which other learners read, as HTML that a page may insert. A picture is a link: its host would hear of
 * whoever reads the page.
 */
export function renderLearnerText(markdown: string): string {
  return renderMarkdown(markdown).replace(/<img\b[^>]*>/g, (tag) => {
    const source = / src="([^"]*)"/.exec(tag)?.[1] ?? '';
    const words = / alt="([^"]*)"/.exec(tag)?.[1] || source;
    return `<a href="${source}" rel="noopener noreferrer nofollow">${words}</a>`;
  });
}
