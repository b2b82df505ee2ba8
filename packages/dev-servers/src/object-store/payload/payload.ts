import type { IncomingMessage } from 'node:http';
import { S3Error } from '../s3-error.ts';
import type { VerifiedSignature } from '../signing/authenticate.ts';
import { ChunkSignatures } from '../signing/chunk-signatures.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import type { Checksum } from './checksums.ts';
import { type DigestCheck, declaredDigests } from './declared-digests.ts';

/** The body of a request as its client meant it: framing removed and everything the client declared about it verified. */
export interface Payload {
  /** The content once; ends with an S3Error if the length or a digest is not the declared one, so use nothing before the end. */
  chunks(): AsyncGenerator<Buffer>;
  /** The whole content of a small body. Throws EntityTooLarge beyond `maxBytes`. */
  text(maxBytes: number): Promise<string>;
  /** The x-amz-checksum-* that was verified; known when `chunks` has ended. */
  checksum(): Checksum | undefined;
}

interface PayloadSource {
  readonly message: IncomingMessage;
  readonly headers: ReadonlyMap<string, string>;
  readonly query: ReadonlyMap<string, string>;
  readonly signature: VerifiedSignature;
  /** Called before the first byte is read: answers `Expect: 100-continue`. */
  readonly onRead: () => void;
}

/** Largest body of one request; larger objects come in parts. */
const maxPayloadBytes = 5 * 1024 ** 3;

export function openPayload(source: PayloadSource): Payload {
  let verified: Checksum | undefined;

  async function* chunks(): AsyncGenerator<Buffer> {
    const streaming = parseStreaming(source.signature.payloadHash);
    const trailer = new Map<string, string>();
    const trailerNames = new Set(streaming?.trailer ? getNames(source.headers.get('x-amz-trailer')) : []);
    const checks = declaredDigests({ ...source, payloadHash: source.signature.payloadHash, trailerNames, trailer });
    const expected = expectedLength(source.headers, streaming !== undefined);

    source.onRead();
    // Destroying the message would close the connection before the client has its answer.
    const body: AsyncIterable<Buffer> = source.message.iterator({ destroyOnReturn: false });
    const signatures = streaming?.signed ? new ChunkSignatures(source.signature) : undefined;
    const content = streaming ? decodeAwsChunked(body, { signatures, trailerNames, trailer }) : body;
    let length = 0;
    for await (const chunk of content) {
      length += chunk.length;
      if (length > expected) throw new S3Error('IncompleteBody');
      for (const { digest } of checks) digest.update(chunk);
      yield chunk;
    }
    if (length !== expected) throw new S3Error('IncompleteBody');
    for (const check of checks) verified = verify(check) ?? verified;
  }

  return {
    chunks,
    checksum: () => verified,
    async text(maxBytes) {
      const pieces: Buffer[] = [];
      let length = 0;
      for await (const chunk of chunks()) {
        length += chunk.length;
        if (length > maxBytes) throw new S3Error('EntityTooLarge');
        pieces.push(chunk);
      }
      return Buffer.concat(pieces).toString('utf8');
    },
  };
}

function verify({ digest, expected, failure, algorithm }: DigestCheck): Checksum | undefined {
  const actual = digest.digest();
  if (!actual.equals(expected())) throw new S3Error(failure);
  return algorithm && { algorithm, value: actual.toString('base64') };
}

function parseStreaming(payloadHash: string): { signed: boolean; trailer: boolean } | undefined {
  if (!payloadHash.startsWith('STREAMING-')) return undefined;
  const [, kind, trailer] = /^STREAMING-(UNSIGNED-PAYLOAD|AWS4-HMAC-SHA256-PAYLOAD)(-TRAILER)?$/.exec(payloadHash) ?? [];
  if (kind === undefined)
    throw new S3Error('NotImplemented', { message: `x-amz-content-sha256 ${payloadHash} is not implemented.` });
  return { signed: kind !== 'UNSIGNED-PAYLOAD', trailer: trailer !== undefined };
}

function getNames(list = ''): string[] {
  return list
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}

function expectedLength(headers: ReadonlyMap<string, string>, streaming: boolean): number {
  const declared = headers.get(streaming ? 'x-amz-decoded-content-length' : 'content-length');
  if (declared === undefined || !/^\d{1,15}$/.test(declared)) throw new S3Error('MissingContentLength');
  if (Number(declared) > maxPayloadBytes) throw new S3Error('EntityTooLarge');
  return Number(declared);
}
