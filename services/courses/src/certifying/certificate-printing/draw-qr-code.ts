import QRCode from 'qrcode';

/** Modules that stay white on each side, as ISO/IEC 18004 wants. */
const quietZone = 4;

interface Square {
  readonly left: number;
  readonly top: number;
  /** With the quiet zone. */
  readonly side: number;
}

/** Draws the address as a QR code of rectangles, which is sharp at any size, and makes it a link. */
export function drawQrCode(pdf: PDFKit.PDFDocument, address: string, { left, top, side }: Square): void {
  const { modules } = QRCode.create(address, { errorCorrectionLevel: 'M' });
  const unit = side / (modules.size + 2 * quietZone);
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      const first = column;
      while (column < modules.size && modules.get(row, column)) column += 1;
      if (column === first) continue;
      pdf.rect(left + (quietZone + first) * unit, top + (quietZone + row) * unit, (column - first) * unit, unit);
    }
  }
  pdf.fill('#000000');
  pdf.link(left, top, side, side, address);
}
