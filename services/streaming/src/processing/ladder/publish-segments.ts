import { createCipheriv } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Storage } from '@lyceum/common/storage';
import { toRenditionKey, toSegmentName } from '../../objects/object-keys.ts';
import { toSegmentIv, toStretch, toStretchKey } from '../encryption/segment-keys.ts';
import { Unencodable } from '../ffmpeg/unencodable.ts';
import { readPlaylist } from './read-playlist.ts';

/** Where the qualities of an encoding go. */
export interface Destination {
  readonly storage: Storage;
  readonly space: string;
  readonly encodingId: string;
  readonly masterKey: Uint8Array;
}

export interface MadeRendition {
  readonly name: string;
  readonly segments: [seconds: number, bytes: number][];
  /** Of all its objects. */
  readonly bytes: number;
  /** What comes before its segments. */
  readonly init: Uint8Array;
}

export interface SegmentPublisher {
  /** Bytes of the files that were taken away. */
  readonly taken: number;
  /** Takes what is finished by now. */
  takeFinished(signal: AbortSignal): Promise<void>;
  /** Takes the rest, when ffmpeg has ended. */
  finish(signal: AbortSignal): Promise<MadeRendition>;
}

/** Puts segments of one quality into the store, each encrypted whole, and takes them off the disk. */
export function createSegmentPublisher(to: Destination, name: string, folder: string): SegmentPublisher {
  const sizes: number[] = [];
  const toKey = (file: string) => toRenditionKey(to.space, to.encodingId, name, file);
  let taken = 0;

  async function takeFinished(signal: AbortSignal): Promise<void> {
    for (;;) {
      const index = sizes.length;
      const file = join(folder, toSegmentName(index));
      // It gets its name when it is whole.
      if (!existsSync(file)) return;
      signal.throwIfAborted();
      const clear = await readFile(file);
      const encrypted = encryptSegment(to.masterKey, name, index, clear);
      await to.storage.put(toKey(toSegmentName(index)), encrypted, 'application/octet-stream');
      await rm(file);
      taken += clear.length;
      sizes.push(encrypted.length);
    }
  }

  return {
    get taken() {
      return taken;
    },
    takeFinished,
    async finish(signal) {
      await takeFinished(signal);
      if (sizes.length === 0) throw new Unencodable('damaged', `there is nothing of ${name}`);
      const { seconds, initName } = await readPlaylist(folder);
      if (seconds.length !== sizes.length) throw new Error(`${sizes.length} of ${seconds.length} segments were made`);
      const init = await readFile(join(folder, initName));
      await to.storage.put(toKey('init.mp4'), init, 'video/mp4');
      const segments = seconds.map((value, index): [number, number] => [value, sizes[index] ?? 0]);
      return { name, segments, init, bytes: init.length + sizes.reduce((sum, size) => sum + size, 0) };
    },
  };
}

function encryptSegment(masterKey: Uint8Array, rendition: string, index: number, clear: Uint8Array): Buffer {
  const key = toStretchKey(masterKey, toStretch(index));
  const cipher = createCipheriv('aes-128-cbc', key, toSegmentIv(masterKey, rendition, index));
  return Buffer.concat([cipher.update(clear), cipher.final()]);
}
