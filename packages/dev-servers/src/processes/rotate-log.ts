import { renameSync, statSync } from 'node:fs';

/** Keeps one predecessor of a log that has grown beyond `maxBytes`. */
export function rotateLog(file: string, maxBytes = 5_000_000): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) renameSync(file, `${file}.1`);
}
