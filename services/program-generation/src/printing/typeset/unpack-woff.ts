import { inflateSync } from 'node:zlib';

/** The TrueType font in a WOFF file (W3C WOFF 1.0): read as it is, a library unpacks its tables again for every letter. */
export function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const head = Buffer.alloc(12 + count * 16);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  const tables: Buffer[] = [];
  let offset = head.length;
  for (let table = 0; table < count; table += 1) {
    const from = 44 + table * 20;
    const [start, packed, length, checksum] = [4, 8, 12, 16].map((field) => woff.readUInt32BE(from + field));
    if (start === undefined || packed === undefined || length === undefined || checksum === undefined) break;
    const data = woff.subarray(start, start + packed);
    const record = 12 + table * 16;
    woff.copy(head, record, from, from + 4);
    head.writeUInt32BE(checksum, record + 4);
    head.writeUInt32BE(offset, record + 8);
    head.writeUInt32BE(length, record + 12);
    // Tables begin at multiples of four bytes.
    tables.push(packed < length ? inflateSync(data) : data, Buffer.alloc((4 - (length % 4)) % 4));
    offset += Math.ceil(length / 4) * 4;
  }
  return Buffer.concat([head, ...tables]);
}
