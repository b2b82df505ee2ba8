import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** A photo: stripes with noise, and a bright half to the right by which its orientation is seen. */
export function buildPhoto(width = 800, height = 600): Sharp {
  const noise = { type: 'gaussian', mean: 100, sigma: 30 } as const;
  const bright = { create: { width: Math.ceil(width / 2), height, channels: 3, background: '#ff0' } } as const;
  return sharp({ create: { width, height, channels: 3, background: '#000', noise } }).composite([
    { input: bright, left: Math.floor(width / 2), top: 0 },
  ]);
}

/** A PNG that says it has this size, of compressed zeros as far as a megabyte of them goes. */
export function buildPngBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const data = deflateSync(Buffer.alloc(1_000_000), { level: 9 });
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, toChunk('IHDR', header), toChunk('IDAT', data), toChunk('IEND', Buffer.alloc(0))]);
}

export function toChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** An archive with one stored file. */
export function buildZip(name: string, content: string, offset = 0): Buffer {
  const [file, data] = [Buffer.from(name), Buffer.from(content)];
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(data), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(file.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, file, data]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, file]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.set([1, 0, 1, 0], 8);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(offset + local.length, 16);
  return Buffer.concat([local, entry, end]);
}
