import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLocked, lockDataDir } from './processes/data-dir-lock.ts';
import { endLeftovers, killServers } from './servers/end-leftovers.ts';

const prefix = `lyceum-test-${process.getuid?.() ?? 0}-`;

/** Bytes of a file system in memory that is large enough for the data of a few runs. */
const roomyBytes = 8_000_000_000;

/** In memory where there is room: a database is a thousand files, and each test file has its own. The same for all processes of a machine. */
const place = findPlace('/dev/shm') ?? tmpdir();

function findPlace(inMemory: string): string | undefined {
  if (!existsSync(inMemory)) return undefined;
  const { blocks, bsize } = statfsSync(inMemory);
  return blocks * bsize >= roomyBytes ? inMemory : undefined;
}

/** Names a test run among those of this machine. */
export const newRunId = () => randomBytes(6).toString('hex');

/** Where the data of a test run are, by its id or another name. */
export const dataDirOfRun = (run: string) => join(place, `${prefix}${run}`);

/** A path for the data of one test run. `sweepTemporaryDataDirs` of a later run ends what a killed one leaves there. */
export function temporaryDataDir(ending = ''): string {
  return dataDirOfRun(`${newRunId()}${ending}`);
}

const remove = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

/**
 * A folder for throwaway servers, which goes with `close` and otherwise with the process, its servers first. Also ends what killed runs
 * left behind.
 */
export async function openTemporaryDataDir(run = newRunId()): Promise<{ dataDir: string; close(): Promise<void> }> {
  await sweepTemporaryDataDirs();
  const dataDir = dataDirOfRun(run);
  const lock = await lockDataDir(dataDir);
  mkdirSync(dataDir, { mode: 0o700 });
  const discard = () => {
    killServers(dataDir);
    remove(dataDir);
  };
  process.once('exit', discard);
  return {
    dataDir,
    async close() {
      process.off('exit', discard);
      discard();
      await lock.release();
    },
  };
}

/** A folder nobody has locked belonged to a run that was killed. */
async function sweepTemporaryDataDirs(): Promise<void> {
  const names = readdirSync(place).filter((name) => name.startsWith(prefix));
  for (const folder of names.map((name) => join(place, name))) {
    if (await isLocked(folder)) continue;
    await endLeftovers(folder);
    remove(folder);
  }
}
