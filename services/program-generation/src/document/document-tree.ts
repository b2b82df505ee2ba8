import type { Locale } from '@lyceum/contracts/fields';

export interface TableColumn {
  readonly title: string;
  readonly widthMm: number;
  readonly align: 'left' | 'center';
}

export interface TableBlock {
  readonly type: 'table';
  readonly number: number;
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  /** One text per column. */
  readonly rows: readonly (readonly string[])[];
}

export type Block =
  /** Heading of a structural element, written in capitals. */
  | { readonly type: 'structural'; readonly text: string }
  /** Numbered heading: `1`, `2.3`. Its level is the count of its numbers. */
  | { readonly type: 'heading'; readonly number: string; readonly text: string }
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly string[] }
  | TableBlock;

export interface TitlePage {
  /** Line under the blank for the name of the organisation. */
  readonly organisation: string;
  /** Lines of the block in which the head of the organisation signs. */
  readonly approval: readonly string[];
  readonly kind: string;
  readonly title: string;
  readonly facts: readonly string[];
  readonly foot: string;
}

/** What is printed, without a word about how it looks. */
export interface DocumentTree {
  readonly language: Locale;
  readonly name: string;
  readonly titlePage: TitlePage;
  readonly contentsTitle: string;
  readonly tableWord: string;
  readonly blocks: readonly Block[];
}
