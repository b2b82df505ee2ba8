import { createHash } from 'node:crypto';
import { S3Error } from '../s3-error.ts';
import type { ChunkSignatures } from '../signing/chunk-signatures.ts';
import { ByteReader } from './byte-reader.ts';

interface AwsChunkedOptions {
  /** Present when the chunks are signed. */
  readonly signatures: ChunkSignatures | undefined;
  /** Lower-case names the client announced in x-amz-trailer; others are refused. */
  readonly trailerNames: ReadonlySet<string>;
  /** Filled with the trailer before the last chunk is given out. */
  readonly trailer: Map<string, string>;
}

/**
 * Removes the framing of an aws-chunked body, piece by piece: `<hex size>[;chunk-signature=<hex>]\r\n<data>\r\n`, a chunk of
 * size 0, trailing headers, an empty line. Throws IncompleteBody, MalformedTrailerError or SignatureDoesNotMatch.
 */
export async function* decodeAwsChunked(source: AsyncIterable<Buffer>, options: AwsChunkedOptions): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  try {
    for (;;) {
      const { size, signature } = parseChunkHeader(await reader.line());
      const hash = options.signatures && createHash('sha256');
      for (let left = size; left > 0; ) {
        const piece = await reader.take(left);
        left -= piece.length;
        hash?.update(piece);
        yield piece;
      }
      if (hash) options.signatures?.checkChunk(hash.digest('hex'), signature);
      if (size === 0) break;
      if ((await reader.line()) !== '') throw new S3Error('IncompleteBody');
    }
    await readTrailer(reader, options);
    if (!(await reader.atEnd())) throw new S3Error('IncompleteBody');
  } finally {
    await reader.release();
  }
}

function parseChunkHeader(line: string): { size: number; signature: string } {
  const [, size, signature = ''] = /^([0-9a-f]{1,10})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line) ?? [];
  if (size === undefined) throw new S3Error('IncompleteBody');
  return { size: Number.parseInt(size, 16), signature };
}

async function readTrailer(reader: ByteReader, { signatures, trailerNames, trailer }: AwsChunkedOptions): Promise<void> {
  let signature = '';
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'x-amz-trailer-signature') signature = value;
    else if (trailerNames.has(name)) trailer.set(name, value);
    else throw new S3Error('MalformedTrailerError');
  }
  if (trailer.size < trailerNames.size) throw new S3Error('MalformedTrailerError');
  if (signatures && trailer.size > 0) {
    signatures.checkTrailer([...trailer].map(([name, value]) => `${name}:${value}\n`).join(''), signature);
  }
}
