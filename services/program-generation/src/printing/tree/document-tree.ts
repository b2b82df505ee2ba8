import type { Locale } from '@lyceum/contracts/shared/fields';

export interface TableColumn {
  readonly title: string;
  /** Share of the width of a line; the shares of a table come to 1. */
  readonly share: number;
  readonly align: 'left' | 'center';
}

/** Sections begin with headings of level 1, each on a new page. */
export interface PrintedHeading {
  readonly type: 'heading';
  readonly level: 1 | 2 | 3;
  /** Begins with its number, unless it is structural. */
  readonly text: string;
  /** The same on a page, where a structural element is written in capitals. */
  readonly textOnPage: string;
  /** A structural element has no number and stands in the middle of the line. */
  readonly structural: boolean;
}

export interface PrintedParagraph {
  readonly type: 'paragraph';
  readonly text: string;
  /** Stands before the text and is told apart from it. */
  readonly lead?: string;
  /** It is on the page on which the next element begins. */
  readonly keepWithNext: boolean;
}

/** Items marked with dashes. */
export interface PrintedList {
  readonly type: 'list';
  readonly items: readonly string[];
}

/** Items with markers of their own, which are cited elsewhere and therefore are text. */
export interface PrintedMarkedList {
  readonly type: 'marked-list';
  readonly items: readonly PrintedItem[];
}

export interface PrintedItem {
  readonly marker: string;
  readonly text: string;
  /** It is not divided between pages, and on the page of the next item. */
  readonly keepWithNext: boolean;
}

export interface PrintedTable {
  readonly type: 'table';
  /** With the word and the number of the table. */
  readonly caption: string;
  /** Stands above its part on a next page. */
  readonly continuation: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly PrintedRow[];
  /** An empty line separates it from the text below it. */
  readonly blankAfter: boolean;
}

export interface TableColumn {
  readonly title: string;
  /** Share of the width of a line; the shares of a table come to 1. */
  readonly share: number;
  readonly align: 'left' | 'center';
}

export interface PrintedRow {
  /** One text per column. */
  readonly cells: readonly string[];
  /** It is a sum of the others. */
  readonly isTotal: boolean;
  /** It is on the page of the next row. */
  readonly keepWithNext: boolean;
}

export type PrintedElement = PrintedHeading | PrintedParagraph | PrintedList | PrintedMarkedList | PrintedTable;

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

/** What is printed, and which parts of it stay together. Formats differ in how they show it, never in what they show. */
export interface DocumentTree {
  readonly language: Locale;
  readonly name: string;
  readonly titlePage: TitlePage;
  readonly contentsTitle: string;
  readonly elements: readonly PrintedElement[];
}
