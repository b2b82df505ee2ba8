import { clean } from '../../text/clean.ts';
import type { Block, ListBlock, MarkedListBlock, ParagraphBlock, TableBlock } from './document-tree.ts';

/** A part of a section before headings and tables are numbered through the document. */
export type Draft = ParagraphBlock | ListBlock | MarkedListBlock | HeadingDraft | TableDraft;

interface HeadingDraft {
  readonly type: 'heading';
  readonly level: 1 | 2 | 3;
  readonly text: string;
  /** A structural element has no number. */
  readonly structural: boolean;
}

interface TableDraft extends Omit<TableBlock, 'number'> {
  /** The sentence that cites the table; it stands before it. */
  readonly lead: (number: number) => string;
}

export function heading(level: 1 | 2 | 3, text: string): Draft {
  // No full stop at the end of a heading (ГОСТ 7.32-2017, 6.2.3), whoever wrote it.
  return { type: 'heading', level, text: clean(text).replace(/[.\s]+$/u, ''), structural: false };
}

export function structural(text: string): Draft {
  return { type: 'heading', level: 1, text, structural: true };
}

export function paragraph(text: string, lead?: string): Draft {
  return { type: 'paragraph', text, ...(lead && { lead }) };
}

/** A text of several lines as paragraphs, the first of them with the lead. */
export function paragraphs(texts: readonly string[], lead?: string): Draft[] {
  const lines = texts.flatMap((text) => text.split(/[\n\r\u2028\u2029]+/)).filter((line) => line.trim() !== '');
  return lines.map((line, index) => paragraph(line, index === 0 ? lead : undefined));
}

/** Items end with semicolons and the last one with a full stop. Nothing for no items. */
export function list(items: readonly string[]): Draft[] {
  if (items.length === 0) return [];
  const bare = items.map((item) => item.replace(/[.;,\s]+$/u, ''));
  return [{ type: 'list', items: bare.map((item, index) => `${item}${index === items.length - 1 ? '.' : ';'}`) }];
}

/** Ends with one full stop, or with the mark the author ended with. */
export function sentence(text: string): string {
  return /[.!?…]$/u.test(text) ? text : `${text}.`;
}

/** Headings `1`, `1.1`, `1.1.1` and tables `1`, `2` in the order of the document. */
export function numbered(drafts: readonly Draft[]): Block[] {
  const counts = [0, 0, 0];
  let tables = 0;
  return drafts.flatMap((draft): Block[] => {
    switch (draft.type) {
      case 'heading': {
        const { structural: unnumbered, ...rest } = draft;
        if (unnumbered) return [{ ...rest, number: null }];
        counts[draft.level - 1] = (counts[draft.level - 1] ?? 0) + 1;
        counts.fill(0, draft.level);
        return [{ ...rest, number: counts.slice(0, draft.level).join('.') }];
      }
      case 'table': {
        const { lead, ...table } = draft;
        tables += 1;
        return [
          { type: 'paragraph', text: lead(tables) },
          { ...table, number: tables },
        ];
      }
      default:
        return [draft];
    }
  });
}
