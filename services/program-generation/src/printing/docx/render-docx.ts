import {
  AlignmentType,
  Document,
  Footer,
  Header,
  type ISectionOptions,
  LevelFormat,
  LevelSuffix,
  Packer,
  PageNumber,
  Paragraph,
  type Table,
  TableOfContents,
  TextRun,
} from 'docx';
import { clean } from '../../text/clean.ts';
import { fontName, type LayoutProfile, pageSize } from '../layout-profiles.ts';
import type { Block, DocumentTree, HeadingBlock } from '../tree/document-tree.ts';
import { headingText } from '../typeset/body-boxes.ts';
import type { Fonts } from '../typeset/fonts.ts';
import { titleLayout } from '../typeset/title-layout.ts';
import { typesetDocument } from '../typeset/typeset-document.ts';
import { pageNumbersOf } from './page-numbers.ts';
import { paragraphStyles } from './paragraph-styles.ts';
import { renderTable } from './render-table.ts';
import { repack } from './repack.ts';
import { run } from './text-run.ts';
import { titlePage } from './title-page.ts';
import { halfPoints, twips } from './units.ts';

const languageTags = { ru: 'ru-RU', en: 'en-GB' };
const dashes = 'dashes';

export interface DocxOptions {
  readonly layout: LayoutProfile;
  readonly fonts: Fonts;
  readonly date: Date;
}

/** A .docx in one of our layouts. The same tree, layout and date give the same bytes. */
export async function renderDocx(tree: DocumentTree, { layout, fonts, date }: DocxOptions): Promise<Uint8Array> {
  const { headings } = typesetDocument(tree, { layout, fonts, pages: 'word' });
  const document = new Document({
    title: clean(tree.name),
    creator: 'Lyceum',
    lastModifiedBy: 'Lyceum',
    pageNumbers: pageNumbersOf(headings),
    styles: {
      default: {
        document: {
          run: { font: fontName, size: halfPoints(layout.textSize), language: { value: languageTags[tree.language] } },
        },
      },
      paragraphStyles: paragraphStyles(layout),
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
              style: { paragraph: { indent: { left: 0, firstLine: twips(layout.indent) } } },
            },
          ],
        },
      ],
    },
    sections: [
      {
        ...pageOptions(layout),
        children: [
          ...titlePage(tree.titlePage, titleLayout(tree.titlePage, layout, fonts)),
          new Paragraph({ style: 'TOCHeading', pageBreakBefore: true, children: [run(tree.contentsTitle.toUpperCase())] }),
          new TableOfContents(tree.contentsTitle, { hyperlink: true, headingStyleRange: '1-3' }),
          ...tree.blocks.flatMap((block, index) => renderBlock(block, tree.blocks[index + 1], tree.tableWord, layout)),
        ],
      },
    ],
  });
  return repack(await Packer.pack(document, 'uint8array'), date);
}

/** The title page is counted but shows no number: it has no header or footer of its own. */
function pageOptions({ margin, pageNumber, pageNumberFromEdge }: LayoutProfile): Omit<ISectionOptions, 'children'> {
  const fromEdge = twips(pageNumberFromEdge);
  const number = new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ children: [PageNumber.CURRENT] })] });
  return {
    properties: {
      titlePage: true,
      page: {
        size: { width: twips(pageSize.width), height: twips(pageSize.height) },
        margin: {
          left: twips(margin.left),
          right: twips(margin.right),
          top: twips(margin.top),
          bottom: twips(margin.bottom),
          header: fromEdge,
          footer: fromEdge,
          gutter: 0,
        },
      },
    },
    ...(pageNumber === 'top'
      ? { headers: { default: new Header({ children: [number] }) } }
      : { footers: { default: new Footer({ children: [number] }) } }),
  };
}

function renderBlock(block: Block, next: Block | undefined, tableWord: string, layout: LayoutProfile): (Paragraph | Table)[] {
  switch (block.type) {
    case 'heading':
      return [renderHeading(block)];
    case 'paragraph': {
      const lead = block.lead ? [run(`${block.lead} `, { italics: true })] : [];
      // What introduces a list stays with it.
      const keepNext = next?.type === 'list' || next?.type === 'marked-list';
      return [new Paragraph({ style: 'BodyText', ...(keepNext && { keepNext }), children: [...lead, run(block.text)] })];
    }
    case 'list':
      return block.items.map(
        (item) => new Paragraph({ style: 'BodyText', numbering: { reference: dashes, level: 0 }, children: [run(item)] }),
      );
    case 'marked-list':
      return block.items.map(({ marker, text }, index) => {
        const kept = block.together && index < block.items.length - 1;
        return new Paragraph({
          style: 'BodyText',
          ...(kept && { keepNext: true, keepLines: true }),
          children: [run(`${marker}\u00a0${text}`)],
        });
      });
    case 'table':
      return [
        new Paragraph({ style: 'Caption', children: [run(`${tableWord} ${block.number} — ${block.caption}`)] }),
        renderTable(block, layout),
        // A line between the table and the text under it (ГОСТ 7.32-2017, 6.6).
        ...(next && next.type !== 'heading' ? [new Paragraph({ style: 'TableText' })] : []),
      ];
  }
}

function renderHeading(block: HeadingBlock): Paragraph {
  const { level, number } = block;
  return new Paragraph({
    style: `Heading${level}`,
    pageBreakBefore: level === 1,
    ...(number === null && { alignment: AlignmentType.CENTER, indent: { firstLine: 0 } }),
    children: [run(headingText(block))],
  });
}
