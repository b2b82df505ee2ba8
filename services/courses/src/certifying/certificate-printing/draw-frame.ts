import { pageHeight, pageWidth } from './page.ts';

const outerEdge = 22;
const innerEdge = 30;
const corner = 18;

/** Draws two lines around the page; the inner one is hollowed at its corners, where a small diamond stands. */
export function drawFrame(pdf: PDFKit.PDFDocument, color: string): void {
  pdf
    .lineWidth(2.5)
    .rect(outerEdge, outerEdge, pageWidth - 2 * outerEdge, pageHeight - 2 * outerEdge)
    .stroke(color);
  const [left, top, right, bottom] = [innerEdge, innerEdge, pageWidth - innerEdge, pageHeight - innerEdge];
  pdf
    .lineWidth(0.8)
    .path(
      `M ${left + corner} ${top} H ${right - corner} A ${corner} ${corner} 0 0 0 ${right} ${top + corner}` +
        ` V ${bottom - corner} A ${corner} ${corner} 0 0 0 ${right - corner} ${bottom}` +
        ` H ${left + corner} A ${corner} ${corner} 0 0 0 ${left} ${bottom - corner}` +
        ` V ${top + corner} A ${corner} ${corner} 0 0 0 ${left + corner} ${top} Z`,
    )
    .stroke(color);
  const inset = 5;
  for (const x of [left + inset, right - inset])
    for (const y of [top + inset, bottom - inset]) drawDiamond(pdf, { x, y, half: 3.5 }, color);
}

/** Draws a line that a diamond divides. */
export function drawDivider(pdf: PDFKit.PDFDocument, { x, y }: { readonly x: number; readonly y: number }, color: string): void {
  const [inner, outer] = [10, 110];
  for (const side of [-1, 1]) pdf.moveTo(x + side * inner, y).lineTo(x + side * outer, y);
  pdf.lineWidth(0.8).stroke(color);
  drawDiamond(pdf, { x, y, half: 4 }, color);
}

function drawDiamond(pdf: PDFKit.PDFDocument, { x, y, half }: { x: number; y: number; half: number }, color: string): void {
  pdf.polygon([x, y - half], [x + half, y], [x, y + half], [x - half, y]).fill(color);
}
