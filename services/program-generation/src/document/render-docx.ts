import {
  AlignmentType,
  Document,
  Footer,
  LevelFormat,
  LevelSuffix,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableOfContents,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import type { Block, TableBlock } from './document-tree.ts';
import { font, indent, page, paragraphStyles, textSize, twipsPerMm } from './gost-7-32.ts';
import { pageNumbersFor } from './page-numbers.ts';
import { type PrintedProgram, programTree } from './program-tree.ts';
import { repack } from './repack.ts';
import { clean, run } from './text-run.ts';
import { titlePage } from './title-page.ts';

const languageTags = { ru: 'ru-RU', en: 'en-GB' };
const dashes = 'dashes';

/**
 * The programme as a .docx in the layout of ГОСТ 7.32-2017. The same programme and date give the same bytes.
 */
export async function renderDocx(program: PrintedProgram): Promise<Uint8Array> {
  const tree = programTree(program);
  const pageNumbers = pageNumbersFor(tree);
  const document = new Document({
    title: clean(tree.name),
    creator: 'Lyceum',
    lastModifiedBy: 'Lyceum',
    ...(pageNumbers && { pageNumbers }),
    styles: {
      default: { document: { run: { font, size: textSize, language: { value: languageTags[tree.language] } } } },
      paragraphStyles: [...paragraphStyles],
    },
    numbering: {
      config: [
        {
          reference: dashes,
          levels: [
            {
              level: 0,
              format: LevelFormat.BULLET,
              text: '–',
              suffix: LevelSuffix.SPACE,
              style: { paragraph: { indent: { left: 0, firstLine: indent } } },
            },
          ],
        },
      ],
    },
    sections: [
      {
        properties: { page: { size: page.size, margin: page.margin }, titlePage: true },
        // The title page is counted but shows no number (6.3.2): it has no footer of its own.
        footers: { default: new Footer({ children: [pageNumber()] }) },
        children: [
          ...titlePage(tree.titlePage),
          new Paragraph({ style: 'TOCHeading', pageBreakBefore: true, children: [run(tree.contentsTitle.toUpperCase())] }),
          new TableOfContents(tree.contentsTitle, { hyperlink: true, headingStyleRange: '1-3' }),
          ...tree.blocks.flatMap((block, index) => renderBlock(block, tree.blocks[index + 1], tree.tableWord)),
        ],
      },
    ],
  });
  return repack(await Packer.pack(document, 'uint8array'), program.date);
}

function pageNumber(): Paragraph {
  return new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ children: [PageNumber.CURRENT] })] });
}

function renderBlock(block: Block, next: Block | undefined, tableWord: string): (Paragraph | Table)[] {
  switch (block.type) {
    case 'structural':
      return [
        new Paragraph({
          style: 'Heading1',
          pageBreakBefore: true,
          alignment: AlignmentType.CENTER,
          indent: { firstLine: 0 },
          children: [run(headingText(block.text).toUpperCase())],
        }),
      ];
    case 'heading': {
      const level = block.number.split('.').length;
      return [
        new Paragraph({
          style: `Heading${level}`,
          pageBreakBefore: level === 1,
          children: [run(headingText(`${block.number} ${block.text}`))],
        }),
      ];
    }
    case 'paragraph':
      // What introduces a list stays with it.
      return [
        new Paragraph({ style: 'BodyText', ...(next?.type === 'list' && { keepNext: true }), children: [run(block.text)] }),
      ];
    case 'list':
      return block.items.map(
        (item, index) =>
          new Paragraph({
            style: 'BodyText',
            numbering: { reference: dashes, level: 0 },
            children: [run(`${item}${index === block.items.length - 1 ? '.' : ';'}`)],
          }),
      );
    case 'table':
      return [
        new Paragraph({ style: 'Caption', children: [run(`${tableWord} ${block.number} — ${block.caption}`)] }),
        renderTable(block),
        // A line between the table and the text under it (6.6).
        ...(next?.type === 'paragraph' ? [new Paragraph({ style: 'TableText' })] : []),
      ];
  }
}

function renderTable({ columns, rows }: TableBlock): Table {
  const widths = columns.map(({ widthMm }) => Math.round(widthMm * twipsPerMm));
  const cell = (text: string, column: number, alignment: 'left' | 'center', keepNext = false) =>
    new TableCell({
      width: { size: widths[column] ?? 0, type: WidthType.DXA },
      margins: { left: 57, right: 57, top: 57, bottom: 57 },
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
        (row, index) =>
          new TableRow({
            cantSplit: true,
            // The last row, which holds the total, does not go to the next page alone.
            children: columns.map(({ align }, column) => cell(row[column] ?? '', column, align, index === rows.length - 2)),
          }),
      ),
    ],
  });
}

/** No full stop at the end of a heading (6.2.3), whoever wrote it. */
function headingText(text: string): string {
  return text.replace(/[.\s]+$/u, '');
}
