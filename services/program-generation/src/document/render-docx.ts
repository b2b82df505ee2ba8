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
import type { Block, TableBlock, TitlePage } from './document-tree.ts';
import { font, indent, page, paragraphStyles, textSize, twipsPerMm } from './gost-7-32.ts';
import { pageNumbersFor } from './page-numbers.ts';
import { type PrintedProgram, programTree } from './program-tree.ts';
import { repack } from './repack.ts';

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

interface TitleLine {
  readonly text: string;
  /** Space above it, in twips. */
  readonly before: number;
  readonly alignment?: 'center';
  readonly left?: number;
  readonly size?: number;
}

function titlePage({ organisation, approval, kind, title, facts, foot }: TitlePage): Paragraph[] {
  const head: TitleLine[] = [
    { text: '_'.repeat(52), before: 0, alignment: 'center' },
    { text: organisation, before: 0, alignment: 'center' },
    ...approval.map((text, index) => ({ text, left: 4820, before: index === 0 ? 480 : 60 })),
  ];
  const body: TitleLine[] = [
    { text: kind.toUpperCase(), before: 360, alignment: 'center' },
    { text: title, before: 360, alignment: 'center', size: 32 },
    ...facts.map((text, index) => ({ text, before: index === 0 ? 720 : 120 })),
  ];
  const last: TitleLine = { text: foot, before: 240, alignment: 'center' };
  // A fifth stays free in case the letters are wider than usual: the foot must not slip to the next page.
  const free = freeHeight([...head, ...body, last]);
  const spaced = [...head, ...moveDown(body, free * 0.3), ...moveDown([last], free * 0.5)];
  return spaced.map(
    ({ text, before, alignment, left, size }) =>
      new Paragraph({
        style: 'TitlePage',
        spacing: { before },
        ...(alignment && { alignment }),
        ...(left && { indent: { left } }),
        children: [run(text, size)],
      }),
  );
}

function freeHeight(lines: readonly TitleLine[]): number {
  const charactersPerLine = 50;
  const lineHeight = 322;
  const used = lines.map(({ text, before }) => before + Math.ceil(text.length / charactersPerLine) * lineHeight);
  const height = page.size.height - page.margin.top - page.margin.bottom;
  return Math.max(0, height - used.reduce((sum, line) => sum + line, 0));
}

function moveDown([first, ...rest]: TitleLine[], distance: number): TitleLine[] {
  return first ? [{ ...first, before: first.before + Math.round(distance) }, ...rest] : [];
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

function run(text: string, size?: number): TextRun {
  return new TextRun({ text: clean(text), ...(size && { size }) });
}

/** No full stop at the end of a heading (6.2.3), whoever wrote it. */
function headingText(text: string): string {
  return text.replace(/[.\s]+$/u, '');
}

const notInXml = /[^\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Leaves out what XML 1.0 cannot hold, and makes one space of several and of line breaks. */
function clean(text: string): string {
  return text
    .replace(/[\t\n\r\u2028\u2029]/g, ' ')
    .replace(notInXml, '')
    .replace(/ {2,}/g, ' ');
}
