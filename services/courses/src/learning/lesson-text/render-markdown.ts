import { markdownToHtml } from './markdown-to-html.ts';
import { renderCode } from './render-code.ts';
import { renderFormula } from './render-formula.ts';

/** Writes Markdown as HTML that a page may insert: cleaned, formulas as MathML, code coloured by classes. */
export function renderMarkdown(markdown: string): string {
  return markdownToHtml(markdown, { formula: renderFormula, code: renderCode });
}
