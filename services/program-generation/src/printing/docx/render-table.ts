import { AlignmentType, Paragraph, Table, TableCell, TableLayoutType, TableRow, VerticalAlignTable, WidthType } from 'docx';
import { type LayoutProfile, pageSize, space } from '../layout-profiles.ts';
import type { PrintedTable } from '../tree/document-tree.ts';
import { run } from './text-run.ts';
import { twips, twipsOfPoints } from './units.ts';

export function renderTable({ columns, rows }: PrintedTable, { margin }: LayoutProfile): Table {
  const line = twips(pageSize.width - margin.left - margin.right);
  const widths = columns.map(({ share }) => Math.floor(line * share));
  const padding = twipsOfPoints(space.cell);
  const cell = (text: string, column: number, alignment: 'left' | 'center', keepNext = false) =>
    new TableCell({
      width: { size: widths[column] ?? 0, type: WidthType.DXA },
      margins: { left: padding, right: padding, top: padding, bottom: padding },
      verticalAlign: VerticalAlignTable.CENTER,
      children: [new Paragraph({ style: 'TableText', alignment, ...(keepNext && { keepNext }), children: [run(text)] })],
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: widths,
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: columns.map(({ title }, column) => cell(title, column, AlignmentType.CENTER)),
      }),
      ...rows.map(
        ({ cells, keepWithNext }) =>
          new TableRow({
            cantSplit: true,
            children: columns.map(({ align }, column) => cell(cells[column] ?? '', column, align, keepWithNext)),
          }),
      ),
    ],
  });
}
