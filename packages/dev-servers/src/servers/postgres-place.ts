import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { canRun, type PostgresUser } from './postgres-user.ts';

/** Everybody can get there, and it survives a restart of the machine. Names in it are not guessed: anybody may have made them. */
const openPlace = '/var/tmp/lyceum-';

export interface PostgresPlace {
  /** Holds initdb and postgres. */
  readonly bin: string;
  /** Holds the cluster's folder and is writable for the user PostgreSQL runs as. */
  readonly folder: string;
}

/** Under `dataDir` wherever that user can get there; else beside, with `dataDir/postgres` as a link to it. */
export function placePostgres(bin: string, dataDir: string, user: PostgresUser): PostgresPlace {
  const folder = join(dataDir, 'postgres');
  if (user.owner === undefined) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } else if (!existsSync(folder)) {
    if (canRun(user, ['test', '-x', dataDir])) mkdirSync(folder, { mode: 0o700 });
    else symlinkSync(mkdtempSync(openPlace), folder);
    chownSync(folder, user.owner, user.owner);
  }
  return { bin: isUsable(bin, user) ? bin : copyBinaries(bin), folder: realpathSync(folder) };
}

/** initdb runs postgres by a shell command with its path between double quotes. */
function isUsable(bin: string, user: PostgresUser): boolean {
  return !/["$`\\]/.test(bin) && (user.owner === undefined || canRun(user, [join(bin, 'postgres'), '--version']));
}

/** The server finds its libraries beside itself, so the package is copied whole (60 MB), once for all installations. */
function copyBinaries(bin: string): string {
  const installation = dirname(bin);
  const copy = `${openPlace}postgres-${createHash('sha256').update(installation).digest('hex').slice(0, 12)}`;
  const isOurs = existsSync(copy) && lstatSync(copy).isDirectory() && lstatSync(copy).uid === process.getuid?.();
  if (!isOurs) {
    const draft = mkdtempSync(openPlace);
    cpSync(installation, draft, { recursive: true, verbatimSymlinks: true });
    chmodSync(draft, 0o755);
    renameSync(draft, copy);
  }
  return join(copy, basename(bin));
}
