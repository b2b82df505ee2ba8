import type { Logo } from '../tree/document-tree.ts';

/** The picture of a letterhead, by the first bytes of PNG (W3C PNG, 5.2) and JPEG (ITU-T T.81, B.2); null for anything else. */
export function readLogo(base64: string | null): Logo | null {
  if (!base64) return null;
  const data = Buffer.from(base64, 'base64');
  const size = pngSize(data) ?? jpegSize(data);
  return size && size.width > 0 && size.height > 0 ? { ...size, data } : null;
}

type Size = Omit<Logo, 'data'>;

function pngSize(data: Buffer): Size | null {
  if (data.length < 24 || data.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') return null;
  return { type: 'png', width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
}

function jpegSize(data: Buffer): Size | null {
  if (data.length < 4 || data.readUInt16BE(0) !== 0xff_d8) return null;
  for (let at = 2; at + 9 <= data.length; ) {
    const marker = data[at + 1] ?? 0;
    if (data[at] !== 0xff) return null;
    // A frame header: SOF0 to SOF15 without DHT, JPG and DAC.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { type: 'jpg', width: data.readUInt16BE(at + 7), height: data.readUInt16BE(at + 5) };
    }
    at += 2 + data.readUInt16BE(at + 2);
  }
  return null;
}
