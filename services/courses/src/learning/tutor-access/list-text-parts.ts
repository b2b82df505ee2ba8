import type { LessonBlock } from '@lyceum/contracts/courses/lesson-content';
import type { getLessonText } from '@lyceum/contracts/courses/tutor-access';
import type { z } from 'zod';
import type { LessonVersionRow } from '../../authoring/revision/lesson-version.entity.ts';
import { cleanedToMarkdown } from './cleaned-to-markdown.ts';

type Part = z.input<typeof getLessonText.response>['parts'][number];

/** The words of a lesson as its learners read them, without questions, answers and what they are graded by. */
export function listTextParts({ content, shown }: Pick<LessonVersionRow, 'content' | 'shown'>): Part[] {
  const html = new Map(shown.map((block) => [block.id, block.html]));
  const parts: Part[] =
    content.type === 'text'
      ? content.blocks.map((block) => ({ blockId: block.id, text: toMarkdown(block, html.get(block.id) ?? '') }))
      : [content.description, content.type === 'video' ? content.transcript : ''].map((text) => ({ blockId: null, text }));
  return parts.filter(({ text }) => text.trim() !== '');
}

/** `shown` is the block as it is read: HTML was cleaned there. */
function toMarkdown(block: LessonBlock, shown: string): string {
  switch (block.type) {
    case 'markdown':
      return block.text;
    case 'html':
      return cleanedToMarkdown(shown);
    case 'code':
      return toFence(block);
    case 'formula':
      return joinParagraphs(`$$${block.tex}$$`, block.caption);
    case 'image':
      return joinParagraphs(block.alt, block.caption);
    case 'table':
      return joinParagraphs(block.caption, toTable(block));
  }
}

const joinParagraphs = (...paragraphs: readonly string[]) => paragraphs.filter((text) => text !== '').join('\n\n');

/** Longer than any row of such signs in the code. */
function toFence({ language, code }: Extract<LessonBlock, { type: 'code' }>): string {
  const longest = (code.match(/`+/g) ?? []).reduce((length, ticks) => Math.max(length, ticks.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

function toTable({ header, rows }: Extract<LessonBlock, { type: 'table' }>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const body = rows.map((row) => line(header.map((_, index) => toCell(row[index] ?? ''))));
  return [line(header.map(toCell)), line(header.map(() => '---')), ...body].join('\n');
}

/** A cell is one line, and its bars do not end it. */
const toCell = (markdown: string) => markdown.replace(/\\?\|/g, '\\|').replace(/\s+/g, ' ').trim();
