import type { DrawOp } from '../typeset/boxes.ts';
import { borderWidth } from '../typeset/table-boxes.ts';

/** Draws on the current page; `left` and `top` are those of the box. */
export function drawOp(pdf: PDFKit.PDFDocument, op: DrawOp, left: number, top: number): void {
  switch (op.type) {
    case 'line':
      drawLine(pdf, op, left + op.x, top + op.baseline);
      if (op.target) pdf.goTo(left + op.x, top + op.baseline - op.size, op.line.width, op.size * 1.2, op.target);
      return;
    case 'leader':
      drawLeader(pdf, op, left, top);
      return;
    case 'frame':
      pdf
        .lineWidth(borderWidth)
        .rect(left + op.x, top + op.y, op.width, op.height)
        .stroke();
      return;
    case 'picture':
      pdf.image(Buffer.from(op.logo.data), left + op.x, top, { width: op.width, height: op.height });
      return;
  }
}

type LineInk = Extract<DrawOp, { type: 'line' }>;

function drawLine(pdf: PDFKit.PDFDocument, { line, size, stretch }: LineInk, x: number, baseline: number): void {
  const extra = stretch === undefined ? 0 : (stretch - line.width) / line.gaps;
  for (const piece of line.pieces) {
    const text = piece.text.replaceAll('\u00a0', ' ');
    pdf.font(piece.face, size);
    const gaps = text.split(/\s+/).length - 1;
    // Kerning makes words narrower than they were measured; the spaces make up for it, so that the margin stays straight.
    const wordSpacing = extra > 0 && gaps > 0 ? extra + (piece.width - pdf.widthOfString(text)) / gaps : 0;
    pdf.text(text, x + piece.x + piece.gaps * extra, baseline, {
      lineBreak: false,
      baseline: 'alphabetic',
      wordSpacing,
    });
  }
}

function drawLeader(
  pdf: PDFKit.PDFDocument,
  { from, to, baseline, size }: Extract<DrawOp, { type: 'leader' }>,
  left: number,
  top: number,
): void {
  pdf.font('regular', size);
  const dot = pdf.widthOfString('.');
  const count = Math.floor((to - from) / dot) - 2;
  // They end at the page number, so that those of all lines stand under each other.
  if (count > 0)
    pdf.text('.'.repeat(count), left + to - (count + 0.5) * dot, top + baseline, { lineBreak: false, baseline: 'alphabetic' });
}
