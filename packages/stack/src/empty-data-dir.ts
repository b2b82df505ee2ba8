import { existsSync, lstatSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Deletes everything in it, also what a link in it stands for: PostgreSQL's data may lie elsewhere. */
export function emptyDataDir(dataDir: string): void {
  for (const name of existsSync(dataDir) ? readdirSync(dataDir) : []) {
    const path = join(dataDir, name);
    if (lstatSync(path).isSymbolicLink() && existsSync(path)) rmSync(realpathSync(path), { recursive: true, maxRetries: 5 });
    rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  }
}
