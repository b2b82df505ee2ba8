import type { LessonBlock } from '@lyceum/contracts/courses/lesson-content';
import { cleanHtml } from './clean-html.ts';
import { escapeHtml } from './escape-html.ts';
import { renderCode } from './render-code.ts';
import { renderFormula } from './render-formula.ts';
import { renderImage } from './render-image.ts';
import { renderMarkdown } from './render-markdown.ts';

/** Writes a block of a lesson as HTML that a page may insert. */
export function renderBlock(block: LessonBlock): string {
  if (block.type === 'markdown') return renderMarkdown(block.text);
  if (block.type === 'html') return cleanHtml(block.html);
  if (block.type === 'code') return renderCode(block.code, block.language);
  if (block.type === 'table') return renderTable(block);
  if (block.type === 'image') return renderImage(block);
  const caption = block.caption && `<figcaption>${escapeHtml(block.caption)}</figcaption>`;
  return `<figure>${renderFormula(block.tex, { display: true })}${caption}</figure>`;
}

/** A row that is shorter than the head is filled up. */
function renderTable({ caption, header, rows }: Extract<LessonBlock, { type: 'table' }>): string {
  const head = header.map((cell) => `<th>${renderCell(cell)}</th>`).join('');
  const body = rows.map((row) => {
    const empty = Array.from({ length: Math.max(0, header.length - row.length) }, () => '');
    return `<tr>${[...row, ...empty].map((cell) => `<td>${renderCell(cell)}</td>`).join('')}</tr>`;
  });
  const title = caption && `<caption>${escapeHtml(caption)}</caption>`;
  return `<table>${title}<thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

/** A single paragraph needs no tags of its own. */
function renderCell(markdown: string): string {
  const html = renderMarkdown(markdown).trim();
  const inner = html.slice('<p>'.length, -'</p>'.length);
  return html.startsWith('<p>') && html.endsWith('</p>') && !inner.includes('<p>') ? inner : html;
}
