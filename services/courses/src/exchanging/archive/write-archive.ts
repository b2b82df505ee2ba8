import type { Readable } from 'node:stream';
import type { SizedStream } from '@lyceum/common/storage';
import { ZipFile } from 'yazl';

/** What an archive is made of: bytes, or a file that is opened when its turn comes. */
export interface NewEntry {
  readonly name: string;
  readonly content: Uint8Array | { readonly size: number; open(): Promise<Readable> };
}

/** The same entries make the same bytes: nothing of when and where. */
const sameAlways = { mtime: new Date('2000-01-01T00:00:00Z'), mode: 0o100644, forceDosTimestamp: true, compress: false };

/** A zip file of these entries. They are stored as they are, so that its size is known before its first byte. */
export async function writeArchive(entries: readonly NewEntry[]): Promise<SizedStream> {
  const zip = new ZipFile();
  // What it gives is a stream of Node, whose type its declarations tell by less.
  const stream = zip.outputStream as Readable;
  for (const { name, content } of entries) {
    if (content instanceof Uint8Array) zip.addBuffer(Buffer.from(content), name, sameAlways);
    else
      zip.addReadStreamLazy(name, { ...sameAlways, size: content.size }, (take) => {
        content.open().then(
          // The library does not pass on errors of what it reads.
          (source) => {
            source.once('error', (error) => stream.destroy(error));
            if (stream.destroyed) source.destroy();
            stream.once('close', () => source.destroy());
            take(null, source);
          },
          (error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))),
        );
      });
  }
  const size = await new Promise<number>((resolve) => {
    // Its declarations leave out that it says the size.
    zip.end(undefined, (...sizes: number[]) => resolve(sizes[0] ?? -1));
  });
  return { stream, size };
}
