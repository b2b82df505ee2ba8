import type { layoutProfiles } from '@lyceum/contracts/program-generation/export';

export type LayoutProfileName = (typeof layoutProfiles)[number];

/** How a document looks on A4, whatever the format of its file. Lengths are millimetres, sizes points. */
export interface LayoutProfile {
  readonly margin: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  /** Where pages are numbered, in the middle of the line; the title page is counted and shows no number. */
  readonly pageNumber: 'top' | 'bottom';
  /** From the number of a page to the edge of the paper. */
  readonly pageNumberFromEdge: number;
  readonly textSize: number;
  readonly tableSize: number;
  /** One line being 1. */
  readonly lineSpacing: number;
  readonly indent: number;
}

export const pageSize = { width: 210, height: 297 };
export const fontName = 'Times New Roman';

/** No act prescribes how a programme looks: an organisation chooses one of these. */
export const layouts: Readonly<Record<LayoutProfileName, LayoutProfile>> = {
  /** ГОСТ 7.32-2017, 6.1.1 and 6.3. */
  'gost-7.32': {
    margin: { left: 30, right: 15, top: 20, bottom: 20 },
    pageNumber: 'bottom',
    pageNumberFromEdge: 10,
    textSize: 14,
    tableSize: 12,
    lineSpacing: 1.5,
    indent: 12.5,
  },
  /** ГОСТ Р 7.0.97-2025: margins not less than these (30 mm for what is kept over ten years), 12 to 14 points, 1 to 1.5 lines. */
  'gost-7.0.97': {
    margin: { left: 30, right: 10, top: 20, bottom: 20 },
    pageNumber: 'top',
    pageNumberFromEdge: 10,
    textSize: 13,
    tableSize: 12,
    lineSpacing: 1.15,
    indent: 12.5,
  },
};

/** Points above and below what is not text; the same in both layouts. */
export const space = {
  section: { before: 0, after: 12 },
  subsection: { before: 12, after: 6 },
  caption: { before: 6, after: 3 },
  /** Between the text of a cell and its frame. */
  cell: 2.85,
};

/** Millimetres: by which each level of the contents is moved in, and what stays free for its page numbers. */
export const contents = { step: 6, pageNumbers: 12 };

export const points = (millimetres: number) => (millimetres * 72) / 25.4;
