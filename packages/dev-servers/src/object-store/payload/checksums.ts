import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The checksums verified here; S3 knows CRC-64/NVME too, which this store refuses. */
export const checksumAlgorithms = ['crc32', 'crc32c', 'sha1', 'sha256'] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64, as in the x-amz-checksum-* headers. */
  readonly value: string;
}

export interface Digest {
  update(data: Uint8Array): unknown;
  digest(): Buffer;
}

export function createDigest(algorithm: ChecksumAlgorithm | 'md5'): Digest {
  if (algorithm === 'crc32') return createCrc((data, state) => crc32(data, state));
  if (algorithm === 'crc32c') return createCrc(crc32c);
  return createHash(algorithm);
}

/** Bytes of each digest: what a base64 value must decode to. */
export const digestLength = { crc32: 4, crc32c: 4, sha1: 20, sha256: 32, md5: 16 } as const;

function createCrc(next: (data: Uint8Array, state: number) => number): Digest {
  let state = 0;
  return {
    update(data) {
      state = next(data, state);
    },
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(state);
      return bytes;
    },
  };
}

/** CRC-32C (Castagnoli, RFC 3720 appendix B.4), reflected, one table look-up per byte. */
const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0x82f63b78 : remainder >>> 1;
  return remainder;
});

function crc32c(data: Uint8Array, state: number): number {
  let crc = ~state;
  for (const byte of data) crc = (castagnoli[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}
