import type { Logo } from '../tree/document-tree.ts';
import type { Line } from './break-lines.ts';

/** Points from the top left corner of the text of a page; of a box, from its own top. */
export type DrawOp =
  | {
      readonly type: 'line';
      readonly line: Line;
      readonly x: number;
      /** What the letters stand on. */
      readonly baseline: number;
      readonly size: number;
      /** Width to which the spaces of a justified line are stretched. */
      readonly stretch?: number;
      /** Name of the place it leads to. */
      readonly target?: string;
    }
  | { readonly type: 'leader'; readonly from: number; readonly to: number; readonly baseline: number; readonly size: number }
  | { readonly type: 'frame'; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  | { readonly type: 'picture'; readonly logo: Logo; readonly x: number; readonly width: number; readonly height: number };

/** A part that is never divided between pages. */
export interface Box {
  readonly height: number;
  /** Part of the height, at its foot, that may stand beyond the end of a page: nothing is seen there. */
  readonly trailingSpace: number;
  /** Space above it. The larger of it and `after` of the box above counts; none at the top of a page, unless the box begins the page. */
  readonly before: number;
  readonly after: number;
  readonly keepNext: boolean;
  readonly drawOps: readonly DrawOp[];
  /** Begins a page. */
  readonly newPage?: boolean;
  /** Left out at the top of a page. */
  readonly blank?: boolean;
  /** Index of the heading that begins here. */
  readonly heading?: number;
  /** What is repeated above it where it is the first of its table on a page. */
  readonly repeated?: readonly Box[];
}

export interface PlacedBox {
  readonly box: Box;
  readonly y: number;
}

export type Page = readonly PlacedBox[];
