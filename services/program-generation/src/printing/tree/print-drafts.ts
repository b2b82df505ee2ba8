import type { DocumentLabels } from '../labels/document-labels.ts';
import type { PrintedElement, PrintedRow } from './document-tree.ts';
import type { Draft } from './drafts.ts';

type TableWords = Pick<DocumentLabels, 'table' | 'tableGoesOn'>;

/**
 * The elements of the document in order: headings numbered `1`, `1.1`, `1.1.1`, tables `1`, `2`, each under the sentence that
 * cites it. Here it is decided which of them stay together; the formats obey.
 */
export function printDrafts(drafts: readonly Draft[], words: TableWords): PrintedElement[] {
  const nextHeading = createHeadingNumbers();
  let tables = 0;
  return drafts.flatMap((draft, index): PrintedElement[] => {
    const next = drafts[index + 1];
    switch (draft.type) {
      case 'heading': {
        const { type, level, text, structural } = draft;
        if (structural) return [{ type, level, text, textOnPage: text.toUpperCase(), structural }];
        const numbered = `${nextHeading(level)} ${text}`;
        return [{ type, level, text: numbered, textOnPage: numbered, structural }];
      }
      case 'paragraph':
        // What introduces a list stays with it.
        return [{ ...draft, keepWithNext: next?.type === 'list' || next?.type === 'marked-list' }];
      case 'marked-list': {
        const { type, items, together } = draft;
        return [{ type, items: items.map((item, at) => ({ ...item, keepWithNext: together && at < items.length - 1 })) }];
      }
      case 'table': {
        const { type, lead, caption, columns, rows, totalled } = draft;
        tables += 1;
        return [
          { type: 'paragraph', text: lead(tables), keepWithNext: false },
          {
            type,
            caption: `${words.table} ${tables} — ${caption}`,
            continuation: words.tableGoesOn(tables),
            columns,
            rows: printRows(rows, totalled),
            // A line between the table and the text under it (ГОСТ 7.32-2017, 6.6).
            blankAfter: next !== undefined && next.type !== 'heading',
          },
        ];
      }
      default:
        return [draft];
    }
  });
}

/** The row that holds the total does not go to the next page alone. */
function printRows(rows: readonly (readonly string[])[], totalled: boolean): PrintedRow[] {
  return rows.map((cells, index) => ({
    cells,
    isTotal: totalled && index === rows.length - 1,
    keepWithNext: totalled && index === rows.length - 2,
  }));
}

function createHeadingNumbers(): (level: 1 | 2 | 3) => string {
  const counts = [0, 0, 0];
  return (level) => {
    counts[level - 1] = (counts[level - 1] ?? 0) + 1;
    counts.fill(0, level);
    return counts.slice(0, level).join('.');
  };
}
