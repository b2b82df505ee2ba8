import { escapeHtml } from '../../learning/lesson-text/escape-html.ts';
import { renderLearnerText } from '../../learning/lesson-text/render-learner-text.ts';

/** No text of a person comes to more, but one of formulas alone would: a page of a list has a hundred. */
const maxHtmlLength = 50_000;

/** What somebody writes in a discussion as HTML that a page may insert; of what comes to too much its source. */
export function renderText(text: string): string {
  const html = renderLearnerText(text);
  return html.length <= maxHtmlLength ? html : `<p>${escapeHtml(text)}</p>`;
}
