import { createHmac } from 'node:crypto';
import { segmentsPerKey } from '@lyceum/contracts/streaming/playback';

const keyBytes = 16;

const derive = (masterKey: Uint8Array, purpose: string) =>
  createHmac('sha256', masterKey).update(purpose).digest().subarray(0, keyBytes);

/** Number of the stretch that a segment lies in. */
export const toStretch = (segment: number) => Math.floor(segment / segmentsPerKey);

/** The key of a stretch, for all qualities alike (AES-128): whoever changes the quality has it. */
export const toStretchKey = (masterKey: Uint8Array, stretch: number) => derive(masterKey, `key ${stretch}`);

/** The initialisation vector of one segment of one quality: no two are encrypted under the same. */
export const toSegmentIv = (masterKey: Uint8Array, rendition: string, segment: number) =>
  derive(masterKey, `iv ${rendition} ${segment}`);
