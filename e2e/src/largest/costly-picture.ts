import { deflateSync } from 'node:zlib';

/** A PNG (W3C PNG, 5) of nearly as many pixels as a logo may have, in few bytes; base64. */
export function costlyPicture(): string {
  const side = 8000;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 8; // bits of a sample; grey, not interlaced
  const pixels = deflateSync(Buffer.alloc(side * (side + 1)));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64');
}

/** Its checksum is left out: no reader of ours looks at it. */
function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
}
