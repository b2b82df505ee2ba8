import type { PrintedTable } from '../tree/document-tree.ts';
import type { Box, DrawOp } from './boxes.ts';
import { breakLines, type Line } from './break-lines.ts';
import { ascent, type Fonts, lineHeight } from './fonts.ts';
import { printable } from './text-boxes.ts';

/** Points. */
export const borderWidth = 0.5;

export interface TableStyle {
  readonly fonts: Fonts;
  readonly size: number;
  readonly width: number;
  /** Between the text of a cell and its frame. */
  readonly padding: number;
  /** Of a page. */
  readonly pageHeight: number;
  /** What stands above the part on a next page; its height is part of the page. */
  readonly continued: readonly Box[];
}

interface Cell {
  readonly lines: readonly Line[];
  readonly align: 'left' | 'center';
  readonly x: number;
  readonly width: number;
}

/** Rows of a table; on each page they stand under the head. A row higher than a page goes on to the next. */
export function tableBoxes({ columns, rows }: PrintedTable, style: TableStyle): Box[] {
  const { fonts, size, width, padding, pageHeight, continued } = style;
  const cells = (texts: readonly string[], head: boolean): Cell[] => {
    let edge = 0;
    return columns.map(({ align, share }, index) => {
      const x = edge;
      const cellWidth = share * width;
      edge += cellWidth;
      const runs = [{ text: printable(texts[index] ?? ''), face: 'regular' as const }];
      const lines = breakLines(runs, { fonts, size, width: Math.max(size, cellWidth - 2 * padding) });
      return { lines, align: head ? 'center' : align, x, width: cellWidth };
    });
  };
  const head: Box = {
    ...rowBox(
      cells(
        columns.map(({ title }) => title),
        true,
      ),
      style,
    ),
    keepNext: true,
  };
  const repeated = [...continued, head];
  const room = pageHeight - repeated.reduce((sum, box) => sum + box.before + box.height + box.after, 0);
  const max = Math.max(1, Math.floor((room - 2 * padding - borderWidth) / (size * lineHeight)));
  const body = rows.flatMap((row) =>
    parts(cells(row.cells, false), max).map((part) => ({ ...rowBox(part, style), keepNext: row.keepWithNext, repeated })),
  );
  return [head, ...body];
}

function parts(row: readonly Cell[], max: number): Cell[][] {
  const count = Math.max(1, Math.ceil(Math.max(...row.map(({ lines }) => lines.length)) / max));
  return Array.from({ length: count }, (_, part) =>
    row.map((cell) => ({ ...cell, lines: cell.lines.slice(part * max, (part + 1) * max) })),
  );
}

function rowBox(cells: readonly Cell[], { size, padding }: TableStyle): Box {
  const step = size * lineHeight;
  const max = Math.max(1, ...cells.map(({ lines }) => lines.length));
  const height = max * step + 2 * padding + borderWidth;
  const drawOps = cells.flatMap(({ lines, align, x, width }): DrawOp[] => [
    { type: 'frame', x, y: 0, width, height },
    ...lines.map((line, index): DrawOp => {
      const top = padding + ((max - lines.length) * step) / 2 + index * step;
      const free = align === 'center' ? (width - 2 * padding - line.width) / 2 : 0;
      return { type: 'line', line, x: x + padding + free, baseline: top + size * ascent, size };
    }),
  ]);
  return { height, trailingSpace: 0, before: 0, after: 0, keepNext: false, drawOps };
}
