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
import type { DocumentTree, PrintedElement, PrintedHeading } from '../tree/document-tree.ts';
import type { Fonts } from '../typeset/fonts.ts';
import { titleLayout } from '../typeset/title-layout.ts';
import { typesetDocument } from '../typeset/typeset-document.ts';
import { createPageNumbers } from './page-numbers.ts';
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
    pageNumbers: createPageNumbers(headings),
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
          ...tree.elements.flatMap((element) => renderElement(element, layout)),
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

function renderElement(element: PrintedElement, layout: LayoutProfile): (Paragraph | Table)[] {
  switch (element.type) {
    case 'heading':
      return [renderHeading(element)];
    case 'paragraph': {
      const { lead, text, keepWithNext } = element;
      const runs = [...(lead ? [run(`${lead} `, { italics: true })] : []), run(text)];
      return [new Paragraph({ style: 'BodyText', ...(keepWithNext && { keepNext: true }), children: runs })];
    }
    case 'list':
      return element.items.map(
        (item) => new Paragraph({ style: 'BodyText', numbering: { reference: dashes, level: 0 }, children: [run(item)] }),
      );
    case 'marked-list':
      return element.items.map(
        ({ marker, text, keepWithNext }) =>
          new Paragraph({
            style: 'BodyText',
            ...(keepWithNext && { keepNext: true, keepLines: true }),
            children: [run(`${marker}\u00a0${text}`)],
          }),
      );
    case 'table':
      return [
        new Paragraph({ style: 'Caption', children: [run(element.caption)] }),
        renderTable(element, layout),
        ...(element.blankAfter ? [new Paragraph({ style: 'TableText' })] : []),
      ];
  }
}

function renderHeading({ level, textOnPage, structural }: PrintedHeading): Paragraph {
  return new Paragraph({
    style: `Heading${level}`,
    pageBreakBefore: level === 1,
    ...(structural && { alignment: AlignmentType.CENTER, indent: { firstLine: 0 } }),
    children: [run(textOnPage)],
  });
}
