import { S3Error } from '../s3-error.ts';

const maxLineBytes = 8 * 1024;
const lineFeed = 0x0a;
const empty = Buffer.alloc(0);

/** Reads lines and runs of bytes from a stream of buffers, holding no more than one buffer and one line. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = empty;

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Up to `limit` bytes, at least one. Throws IncompleteBody at the end of the stream. */
  async take(limit: number): Promise<Buffer> {
    if (await this.atEnd()) throw new S3Error('IncompleteBody');
    const taken = this.#rest.subarray(0, limit);
    this.#rest = this.#rest.subarray(taken.length);
    return taken;
  }

  /** The next line without its CRLF. Throws IncompleteBody when the stream ends first, or the line is absurdly long. */
  async line(): Promise<string> {
    const pieces: Buffer[] = [];
    for (let length = 0; ; ) {
      if (await this.atEnd()) throw new S3Error('IncompleteBody');
      const end = this.#rest.indexOf(lineFeed);
      const piece = this.#rest.subarray(0, end < 0 ? this.#rest.length : end);
      pieces.push(piece);
      length += piece.length;
      if (length > maxLineBytes) throw new S3Error('IncompleteBody');
      this.#rest = this.#rest.subarray(piece.length + 1);
      if (end >= 0) return Buffer.concat(pieces).toString('latin1').replace(/\r$/, '');
    }
  }

  /** Waits for bytes; true when the stream ended without any. */
  async atEnd(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#source.next();
      if (next.done) return true;
      this.#rest = next.value;
    }
    return false;
  }

  /** Lets go of the source, read to its end or not. */
  async release(): Promise<void> {
    await this.#source.return?.();
  }
}
