import PDFDocument from 'pdfkit';
import type { Certificate } from './certificate.ts';
import { ascent, type Face, faces, readFonts } from './certificate-fonts.ts';
import { certificateWords } from './certificate-words.ts';
import { drawDivider, drawFrame } from './draw-frame.ts';
import { drawQrCode } from './draw-qr-code.ts';
import type { PlacedLine } from './fit-texts.ts';
import { addressBox, codeSquare, layOutCertificate, signatureLine } from './lay-out-certificate.ts';
import { pageHeight, pageWidth } from './page.ts';
import { toPrintable } from './printable-text.ts';

/**
 * A page of A4 with its fonts in it, as PDF. The same certificate gives the same bytes. Holds its thread for 0.1 s, most of it to read
 * the fonts: what it takes and gives can be handed to a thread of its own.
 */
export async function printCertificate(certificate: Certificate): Promise<Buffer> {
  const fonts = await readFonts();
  const shown = toPrintableCertificate(certificate, fonts.has);
  const date = new Date(`${certificate.issuedOn}T00:00:00Z`);
  const pdf = new PDFDocument({
    size: [pageWidth, pageHeight],
    margin: 0,
    pdfVersion: '1.7',
    lang: certificateWords[certificate.locale].tag,
    displayTitle: true,
    info: {
      Title: [shown.titleLines[0], shown.learnerName, shown.courseTitle].join(' · '),
      Author: shown.schoolName,
      Creator: 'Lyceum',
      Producer: 'Lyceum',
      CreationDate: date,
      ModDate: date,
    },
    // Helvetica, which a document begins with, would not be embedded.
    font: '',
  });
  const written = collect(pdf);
  for (const face of faces) pdf.registerFont(face, fonts.files[face]);
  const { lines, dividerY } = layOutCertificate(shown, createRuler(pdf));
  const color = certificate.accentColor;
  drawFrame(pdf, color);
  if (dividerY !== null) drawDivider(pdf, { x: pageWidth / 2, y: dividerY }, color);
  const { left, right, y } = signatureLine;
  pdf.lineWidth(0.6).moveTo(left, y).lineTo(right, y).stroke('#8a93a1');
  for (const line of lines) drawLine(pdf, line);
  drawQrCode(pdf, certificate.verifyUrl, codeSquare);
  pdf.link(addressBox.left, addressBox.top, addressBox.width, addressBox.height, certificate.verifyUrl);
  pdf.end();
  return written;
}

function toPrintableCertificate(certificate: Certificate, has: (codePoint: string) => boolean): Certificate {
  const { titleLines, schoolName, learnerName, courseTitle, number, signer, verifyUrl } = certificate;
  const print = (text: string) => toPrintable(text, has);
  return {
    ...certificate,
    titleLines: titleLines.map(print),
    schoolName: print(schoolName),
    learnerName: print(learnerName),
    courseTitle: print(courseTitle),
    number: print(number),
    signer: { name: print(signer.name), position: print(signer.position) },
    verifyUrl: print(verifyUrl),
  };
}

/** Measures each text once: it is asked for at many sizes. */
function createRuler(pdf: PDFKit.PDFDocument): (text: string, face: Face) => number {
  const known = new Map<string, number>();
  return (text, face) => {
    const key = `${face} ${text}`;
    const width = known.get(key) ?? pdf.font(face, 1).widthOfString(text);
    known.set(key, width);
    return width;
  };
}

function drawLine(pdf: PDFKit.PDFDocument, { text, block, size, left, top }: PlacedLine): void {
  const characterSpacing = (block.spacing ?? 0) * size;
  pdf
    .font(block.face, size)
    .fillColor(block.color)
    .text(text, left, top + ascent * size, { lineBreak: false, baseline: 'alphabetic', characterSpacing });
}

async function collect(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of pdf) chunks.push(chunk);
  return Buffer.concat(chunks);
}
