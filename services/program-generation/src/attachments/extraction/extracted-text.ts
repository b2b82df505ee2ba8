import type { ReadWarning } from './read-warning.ts';

/** UTF-16 code units that are kept of a text. */
export const maxTextLength = 400_000;

export interface ExtractedText {
  readonly text: string;
  /** Whether there was more of it than is kept. */
  readonly cut: boolean;
  /** What it lacks. */
  readonly warnings: readonly ReadWarning[];
}
