import { createDecipheriv } from 'node:crypto';
import { open } from 'node:fs/promises';
import { toRenditionKey, toSegmentName } from '../../objects/object-keys.ts';
import { toSegmentIv, toStretch, toStretchKey } from '../encryption/segment-keys.ts';
import type { Destination, MadeRendition } from './publish-segments.ts';

/** No segment has as much. */
const maxBytes = 200_000_000;

/** Writes a rendition, or some of its segments, from the store to one file that can be read without a key. */
export async function fetchRendition(
  { storage, space, encodingId, masterKey }: Destination,
  { name, segments }: Pick<MadeRendition, 'name' | 'segments'>,
  path: string,
  signal: AbortSignal,
  { from = 0, to = segments.length }: { from?: number; to?: number } = {},
): Promise<void> {
  const getObject = (file: string) => storage.get(toRenditionKey(space, encodingId, name, file), { maxBytes });
  await using file = await open(path, 'w');
  await file.write(await getObject('init.mp4'));
  for (let index = from; index < to; index += 1) {
    signal.throwIfAborted();
    const key = toStretchKey(masterKey, toStretch(index));
    const decipher = createDecipheriv('aes-128-cbc', key, toSegmentIv(masterKey, name, index));
    const encrypted = await getObject(toSegmentName(index));
    await file.write(Buffer.concat([decipher.update(encrypted), decipher.final()]));
  }
}
