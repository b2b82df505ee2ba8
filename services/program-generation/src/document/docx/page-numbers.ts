import type { PageNumberEstimator } from 'docx';
import { estimatePageNumbersWith } from 'docx/layout';
import type { Block, DocumentTree } from '../tree/document-tree.ts';

/** About three seconds of one core. */
const mostWork = 600_000;

/**
 * Counts the pages for the contents, so that they are right before a word processor counts them. Its time grows with the
 * square of the length of words; where people wrote so that it would take too long, it is undefined and Word counts.
 */
export function pageNumbersFor(tree: DocumentTree): PageNumberEstimator | undefined {
  const words = tree.blocks.flatMap(textsOf).flatMap((text) => text.split(/\s+/));
  const work = words.reduce((sum, { length }) => sum + length * length, 0);
  // Goes on past characters whose width it does not know, such as emoji, instead of leaving the numbers blank.
  return work > mostWork ? undefined : estimatePageNumbersWith({ guess: true });
}

function textsOf(block: Block): readonly string[] {
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      return [block.text];
    case 'list':
      return block.items;
    case 'marked-list':
      return block.items.map(({ text }) => text);
    case 'table':
      return block.rows.flat();
  }
}
