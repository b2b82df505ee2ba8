import type { LessonBlock } from '@lyceum/contracts/courses/lesson-content';
import { cleanHtml, readWords } from './clean-html.ts';
import { escapeHtml } from './escape-html.ts';
import { markdownToHtml } from './markdown-to-html.ts';

/** Takes the words out of a block, for searches and excerpts: one line without markup, formulas and code as their source. */
export function toPlainText(block: LessonBlock): string {
  return toTexts(block)
    .filter((text) => text !== '')
    .join(' ');
}

function toTexts(block: LessonBlock): string[] {
  switch (block.type) {
    case 'markdown':
      return [markdownToText(block.text)];
    case 'html':
      return [readWords(cleanHtml(block.html))];
    case 'code':
      return [toLine(block.code)];
    case 'formula':
      return [block.tex, block.caption];
    case 'image':
      return [block.alt, block.caption];
    case 'table':
      return [block.caption, ...[block.header, ...block.rows].flat().map(markdownToText)];
  }
}

function markdownToText(markdown: string): string {
  return readWords(markdownToHtml(markdown, { formula: escapeHtml, code: (code) => ` ${escapeHtml(code)} ` }));
}

function toLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
