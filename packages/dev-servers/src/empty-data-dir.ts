import { existsSync, lstatSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Only what we put there goes: the folder may hold other things of its owner. */
const ours = ['postgres', 'redis', 'rabbitmq', 'objects', 'mail', 'logs', 'run', 'secrets.json', 'secrets.json.draft'];

/** Deletes an installation, also what a link in it stands for: PostgreSQL's data may lie elsewhere. */
export function emptyDataDir(dataDir: string): void {
  for (const path of ours.map((name) => join(dataDir, name)).filter((each) => lstatSync(each, { throwIfNoEntry: false }))) {
    if (lstatSync(path).isSymbolicLink() && existsSync(path)) rmSync(realpathSync(path), { recursive: true, maxRetries: 5 });
    rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  }
}
