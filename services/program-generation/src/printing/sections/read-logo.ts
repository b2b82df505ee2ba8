import { inflateSync } from 'node:zlib';
import type { Logo } from '../tree/document-tree.ts';

/** The picture of a letterhead, by the first bytes of PNG (W3C PNG, 5.2) and JPEG (ITU-T T.81, B.2); null for anything else. */
export function readLogo(base64: string | null): Logo | null {
  if (!base64) return null;
  const data = Buffer.from(base64, 'base64');
  const size = pngSize(data) ?? jpegSize(data);
  return size && size.width > 0 && size.height > 0 ? { ...size, data } : null;
}

type Size = Omit<Logo, 'data'>;

/** Bytes of the pixels of a picture; a small file may claim any number. */
const maxPixelBytes = 64 * 1024 * 1024;

function pngSize(data: Buffer): Size | null {
  if (data.length < 24 || data.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n' || !hasPixels(data)) return null;
  return { type: 'png', width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
}

/** Whether what a PNG compresses can be read: printers fail on a picture that only begins well. */
function hasPixels(data: Buffer): boolean {
  const compressed: Buffer[] = [];
  for (let at = 8; at + 8 <= data.length; at += 12 + data.readUInt32BE(at)) {
    if (data.toString('latin1', at + 4, at + 8) === 'IDAT')
      compressed.push(data.subarray(at + 8, at + 8 + data.readUInt32BE(at)));
  }
  try {
    return inflateSync(Buffer.concat(compressed), { maxOutputLength: maxPixelBytes }).length > 0;
  } catch {
    return false; // not compressed data, or too much of it
  }
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
