import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { searchPath } from '../config.ts';

/** Where distributions keep servers that an ordinary user's PATH lacks. */
const defaultPlaces = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/opt/homebrew/bin', '/opt/homebrew/sbin'];

/** The first executable of that name in `first`, then on PATH, then in the usual places. */
export function findProgram(name: string, first: readonly string[] = []): string | undefined {
  return [...first, ...searchPath(), ...defaultPlaces].map((folder) => join(folder, name)).find(isExecutableFile);
}

function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
