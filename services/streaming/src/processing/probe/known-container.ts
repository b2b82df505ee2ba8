import { open } from 'node:fs/promises';

/** Whether a file begins as one of the kinds that are taken: then what cannot be read is damaged, and otherwise no video. */
export async function isKnownContainer(path: string): Promise<boolean> {
  await using file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0);
  return buffer.subarray(4, 8).toString('latin1') === 'ftyp' || buffer.readUInt32BE(0) === 0x1a45dfa3;
}
