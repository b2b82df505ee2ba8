import PDFDocument from 'pdfkit';
import { clean } from '../../text/clean.ts';
import { type LayoutProfile, pageSize, points } from '../layout-profiles.ts';
import type { RenderedFile } from '../rendered-file.ts';
import type { DocumentTree } from '../tree/document-tree.ts';
import type { Page } from '../typeset/boxes.ts';
import { ascent, type Fonts, lineHeight } from '../typeset/fonts.ts';
import { type Heading, toAnchor } from '../typeset/typeset-context.ts';
import { typesetDocument } from '../typeset/typeset-document.ts';
import { drawOp } from './draw-op.ts';

/** So many of the characters that no font has are named; each of them is seen in the file. */
const maxMissing = 100;

const languageTags = { ru: 'ru-RU', en: 'en-GB' };

export interface PdfOptions {
  readonly layout: LayoutProfile;
  readonly fonts: Fonts;
  readonly date: Date;
}

/** A PDF with its fonts in it, contents that lead to their places, and an outline. The same tree and options give the same bytes. */
export async function renderPdf(tree: DocumentTree, { layout, fonts, date }: PdfOptions): Promise<RenderedFile> {
  const { pages, titlePages, headings } = typesetDocument(tree, { layout, fonts, pages: 'own' });
  const size: [number, number] = [points(pageSize.width), points(pageSize.height)];
  const pdf = new PDFDocument({
    size,
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: languageTags[tree.language],
    displayTitle: true,
    info: { Title: clean(tree.name), Author: 'Lyceum', Creator: 'Lyceum', Producer: 'Lyceum', CreationDate: date, ModDate: date },
    // The usual one, Helvetica, would not be embedded.
    font: '',
  });
  const written = collect(pdf);
  const pieces = pages.flat().flatMap(({ box }) => box.drawOps.flatMap((op) => (op.type === 'line' ? op.line.pieces : [])));
  for (const face of new Set(['regular' as const, ...pieces.map((piece) => piece.face)]))
    pdf.registerFont(face, fonts.file(face));
  const outline = createOutline(pdf, headings);
  pages.forEach((page, index) => {
    pdf.addPage({ size, margin: 0 });
    drawPage(pdf, page, layout, outline);
    if (index >= titlePages) drawPageNumber(pdf, `${index + 1}`, layout, fonts);
  });
  pdf.end();
  const missing = new Set(pieces.flatMap((piece) => [...(piece.missing ?? '')]));
  return { bytes: await written, missingCharacters: [...missing].slice(0, maxMissing) };
}

async function collect(pdf: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of pdf) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function drawPage(pdf: PDFKit.PDFDocument, page: Page, { margin }: LayoutProfile, outline: (heading: number) => void): void {
  const left = points(margin.left);
  for (const { box, y } of page) {
    const top = points(margin.top) + y;
    if (box.heading !== undefined) {
      pdf.addNamedDestination(toAnchor(box.heading), 'XYZ', 0, top, null);
      outline(box.heading);
    }
    for (const op of box.drawOps) drawOp(pdf, op, left, top);
  }
}

function drawPageNumber(pdf: PDFKit.PDFDocument, number: string, layout: LayoutProfile, fonts: Fonts): void {
  const { margin, textSize: size, pageNumber, pageNumberFromEdge } = layout;
  const middle = points(margin.left + (pageSize.width - margin.left - margin.right) / 2);
  const width = fonts.width(number, 'regular', size);
  const edge = points(pageNumberFromEdge);
  const baseline = pageNumber === 'top' ? edge + size * ascent : points(pageSize.height) - edge - size * (lineHeight - ascent);
  const line = { pieces: [{ text: number, face: 'regular' as const, x: 0, width, gaps: 0 }], width, gaps: 0 };
  drawOp(pdf, { type: 'line', line, x: middle - width / 2, baseline, size }, 0, 0);
}

/** Adds the headings one by one, each under the last one of a higher level. */
function createOutline(pdf: PDFKit.PDFDocument, headings: readonly Heading[]): (heading: number) => void {
  const parents: PDFKit.PDFOutline[] = [pdf.outline];
  return (index) => {
    const heading = headings[index];
    if (!heading) return;
    const parent = parents[heading.level - 1] ?? pdf.outline;
    parents[heading.level] = parent.addItem(clean(heading.text));
  };
}
