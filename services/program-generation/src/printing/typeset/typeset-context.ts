import type { LayoutProfile } from '../layout-profiles.ts';
import type { Fonts } from './fonts.ts';

export interface TypesetOptions {
  readonly layout: LayoutProfile;
  readonly fonts: Fonts;
  /**
   * `word`: where Word and LibreOffice begin a page, but for a line here and there. `own`: better than they do, as a part of a
   * table on a next page says which table it belongs to (ГОСТ 7.32-2017, 6.6.3) and no entry of the contents runs into its page.
   */
  readonly pages: 'word' | 'own';
}

/** With the size of the text of a page, in points. */
export interface TypesetContext extends TypesetOptions {
  readonly width: number;
  readonly height: number;
}

export interface Heading {
  readonly text: string;
  readonly level: 1 | 2 | 3;
  /** Page it begins on, from 1. */
  readonly page: number;
}

/** Name of the place where a heading is. */
export const toAnchor = (heading: number) => `heading-${heading + 1}`;
