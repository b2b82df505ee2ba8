import { clean } from '../../text/clean.ts';
import type { PrintedItem, PrintedList, PrintedParagraph, TableColumn } from './document-tree.ts';

/** A part of a section, before headings and tables are numbered through the document. */
export type Draft = ParagraphDraft | PrintedList | MarkedListDraft | HeadingDraft | TableDraft;

type ParagraphDraft = Omit<PrintedParagraph, 'keepWithNext'>;

interface MarkedListDraft {
  readonly type: 'marked-list';
  /** It is not divided between pages. */
  readonly together: boolean;
  readonly items: readonly Omit<PrintedItem, 'keepWithNext'>[];
}

interface HeadingDraft {
  readonly type: 'heading';
  readonly level: 1 | 2 | 3;
  readonly text: string;
  /** A structural element has no number. */
  readonly structural: boolean;
}

interface TableDraft {
  readonly type: 'table';
  /** The sentence that cites the table; it stands before it. */
  readonly lead: (number: number) => string;
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  /** One text per column. */
  readonly rows: readonly (readonly string[])[];
  /** The last row is a sum of the others. */
  readonly totalled: boolean;
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
