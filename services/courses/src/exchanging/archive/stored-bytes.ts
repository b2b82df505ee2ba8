import { PassThrough, pipeline, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Storage } from '@lyceum/common/storage';
import { RandomAccessReader } from 'yauzl';

/** Directories are read in pieces of some bytes; the store is asked for so many at once. */
const windowBytes = 256_000;

/** An object of the store as the zip library reads it. */
export class StoredBytes extends RandomAccessReader {
  readonly size: number;
  /** Why the store could not be read. */
  outage: unknown;
  readonly #storage: Storage;
  readonly #key: string;
  #window = { start: 0, bytes: Buffer.alloc(0) };

  constructor(storage: Storage, { key, size }: { key: string; size: number }) {
    super();
    this.#storage = storage;
    this.#key = key;
    this.size = size;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const output = new PassThrough();
    if (!this.#has(start, end)) return output.destroy(new Error('it points behind the end of the archive'));
    this.#read(start, end).then(
      (stream) => {
        stream.once('error', (error) => this.#note(error));
        // Whoever stops reading ends the answer of the store, too.
        pipeline(stream, output, () => undefined);
      },
      (error: unknown) => output.destroy(this.#note(error)),
    );
    return output;
  }

  /** All the bytes or an error: the library shows what a buffer held before where fewer come. */
  override read(target: Buffer, offset: number, length: number, position: number, done: (error: Error | null) => void): void {
    if (!this.#has(position, position + length)) {
      done(new Error('it points behind the end of the archive'));
      return;
    }
    this.#readWindow(position, length).then(
      (bytes) => {
        if (bytes.length < length) return done(this.#note(new Error('the object store gave fewer bytes than there are')));
        bytes.copy(target, offset);
        done(null);
      },
      (error: unknown) => done(this.#note(error)),
    );
  }

  #has(start: number, end: number): boolean {
    return start >= 0 && start <= end && end <= this.size;
  }

  async #readWindow(position: number, length: number): Promise<Buffer> {
    const { start, bytes } = this.#window;
    if (position < start || position + length > start + bytes.length) {
      const end = Math.min(this.size, position + Math.max(length, windowBytes));
      this.#window = { start: position, bytes: await buffer(await this.#read(position, end)) };
    }
    const from = position - this.#window.start;
    return this.#window.bytes.subarray(from, from + length);
  }

  #read(start: number, end: number): Promise<Readable> {
    return this.#storage.read(this.#key, { start, end: end - 1 });
  }

  #note(error: unknown): Error {
    this.outage = error;
    return error instanceof Error ? error : new Error(String(error));
  }
}
