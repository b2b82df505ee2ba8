import { createHash } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { canRun, type PostgresUser } from './postgres-user.ts';

/** Where an unprivileged user can reach what root keeps closed; survives a restart of the machine. */
const openPlace = '/var/tmp';

export interface PostgresPlace {
  /** Holds initdb and postgres. */
  readonly bin: string;
  /** Holds the cluster's folder and is writable for the user PostgreSQL runs as. */
  readonly folder: string;
}

/** Under `dataDir` wherever the user can get there; else beside, with `dataDir/postgres` as a link to it. */
export function placePostgres(bin: string, dataDir: string, user: PostgresUser): PostgresPlace {
  const folder = join(dataDir, 'postgres');
  if (user.owner === undefined) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return { bin, folder };
  }
  if (!existsSync(folder)) {
    const reachable = canRun(user, ['test', '-x', dataDir]);
    const target = reachable
      ? folder
      : join(openPlace, `lyceum-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`);
    mkdirSync(target, { recursive: true, mode: 0o700 });
    chownSync(target, user.owner, user.owner);
    if (!reachable) symlinkSync(target, folder);
  }
  return { bin: canRun(user, [join(bin, 'postgres'), '--version']) ? bin : copyBinaries(bin), folder: realpathSync(folder) };
}

/** The server finds its libraries beside itself, so the package is copied whole (60 MB). */
function copyBinaries(bin: string): string {
  const installation = dirname(bin);
  const copy = join(openPlace, `lyceum-postgres-${createHash('sha256').update(installation).digest('hex').slice(0, 12)}`);
  const isOurs = existsSync(copy) && lstatSync(copy).isDirectory() && lstatSync(copy).uid === process.getuid?.();
  if (!isOurs) {
    cpSync(installation, copy, { recursive: true, verbatimSymlinks: true, force: false, errorOnExist: true });
    chmodSync(copy, 0o755);
  }
  return join(copy, basename(bin));
}
