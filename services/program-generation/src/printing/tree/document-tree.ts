import type { Locale } from '@lyceum/contracts/shared/fields';

export interface TableColumn {
  readonly title: string;
  /** Share of the width of a line; the shares of a table come to 1. */
  readonly share: number;
  readonly align: 'left' | 'center';
}

export interface TableBlock {
  readonly type: 'table';
  readonly number: number;
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  /** One text per column. */
  readonly rows: readonly (readonly string[])[];
  /** The last row is a sum of the others. */
  readonly totalled: boolean;
}

export interface HeadingBlock {
  readonly type: 'heading';
  readonly level: 1 | 2 | 3;
  /** `1`, `2.3`; null for a structural element, which is written in capitals and starts a page as sections do. */
  readonly number: string | null;
  readonly text: string;
}

export interface ParagraphBlock {
  readonly type: 'paragraph';
  readonly text: string;
  /** Stands before the text and is told apart from it. */
  readonly lead?: string;
}

/** Items marked with dashes. */
export interface ListBlock {
  readonly type: 'list';
  readonly items: readonly string[];
}

/** Items with markers of their own, which are cited elsewhere and therefore are text. */
export interface MarkedListBlock {
  readonly type: 'marked-list';
  /** It is not divided between pages, and stays with what introduces it. */
  readonly together: boolean;
  readonly items: readonly { readonly marker: string; readonly text: string }[];
}

export type Block = HeadingBlock | ParagraphBlock | ListBlock | MarkedListBlock | TableBlock;

export interface Logo {
  readonly type: 'png' | 'jpg';
  readonly data: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export interface TitlePage {
  /** Head of the school's own, above the name of the organisation. */
  readonly logo: Logo | null;
  /** Empty text is a blank to fill in by hand. */
  readonly organisation: string;
  readonly organisationHint: string;
  /** Address and the like under the name. */
  readonly details: readonly string[];
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
  /** Stands above a part of a table on a next page. */
  readonly tableGoesOn: (table: number) => string;
  readonly blocks: readonly Block[];
}
