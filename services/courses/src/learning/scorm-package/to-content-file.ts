import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import type { ByteRange, ContentFile } from '@lyceum/common/content';
import type { Storage } from '@lyceum/common/storage';
import type { ScormEntryRow } from './scorm-entry.entity.ts';

/** A file of a package as it is sent: its bytes are read from the archive, and unpacked on their way. */
export function toContentFile(storage: Storage, key: string, entry: ScormEntryRow): ContentFile {
  const { mediaType, size, position, compressedSize, method, crc32 } = entry;
  return {
    ...{ mediaType, size, etag: `"${crc32}-${size}"` },
    async open({ start, end }, signal) {
      if (method === 0) return storage.read(key, { start: position + start, end: position + end }, signal);
      const packed = await storage.read(key, { start: position, end: position + compressedSize - 1 }, signal);
      return Readable.from(inflate(packed, { start, end }), { objectMode: false });
    },
  };
}

/** What comes before the range is unpacked as well: deflated bytes have no places to begin at. */
async function* inflate(packed: Readable, { start, end }: ByteRange): AsyncGenerator<Buffer> {
  const inflated = createInflateRaw();
  // An error of either ends both, and the reading below.
  const done = pipeline(packed, inflated).catch(() => undefined);
  let position = 0;
  try {
    for await (const chunk of inflated) {
      const part: Buffer = chunk.subarray(Math.max(start - position, 0), Math.max(end + 1 - position, 0));
      position += chunk.length;
      if (part.length > 0) yield part;
      if (position > end) return;
    }
  } finally {
    inflated.destroy();
    await done;
  }
}
