import { S3Error } from '../s3-error.ts';
import type { VerifiedSignature } from './authenticate.ts';
import { sameSignature, sha256Hex, sign, signatureAlgorithm } from './sigv4.ts';

const emptyHash = sha256Hex('');

/**
 * Checks the chain of signatures of an aws-chunked body: each covers its chunk and the signature before it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export class ChunkSignatures {
  readonly #seed: VerifiedSignature;
  #previous: string;

  constructor(seed: VerifiedSignature) {
    this.#seed = seed;
    this.#previous = seed.signature;
  }

  /** `hash` is the hex SHA-256 of the chunk's data. Throws SignatureDoesNotMatch. */
  checkChunk(hash: string, given: string): void {
    this.#check(`${signatureAlgorithm}-PAYLOAD`, [emptyHash, hash], given);
  }

  /** `lines` are the trailing headers as `name:value\n`. Throws SignatureDoesNotMatch. */
  checkTrailer(lines: string, given: string): void {
    this.#check(`${signatureAlgorithm}-TRAILER`, [sha256Hex(lines)], given);
  }

  #check(algorithm: string, hashes: readonly string[], given: string): void {
    const { signingKey, date, scope } = this.#seed;
    const expected = sign(signingKey, algorithm, date, scope, this.#previous, ...hashes);
    if (!sameSignature(expected, given)) throw new S3Error('SignatureDoesNotMatch');
    this.#previous = expected;
  }
}
