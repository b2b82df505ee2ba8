import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BackingServers, startBackingServers } from './backing-servers.ts';
import { readGivenServers } from './config.ts';
import { isLocked, lockDataDir } from './processes/data-dir-lock.ts';
import { endLeftovers } from './servers/end-leftovers.ts';

/** Servers of one Jest run in a folder of its own, which goes with them. */
export interface JestServers {
  readonly backing: BackingServers;
  stop(): Promise<void>;
}

const prefix = `lyceum-jest-${process.getuid?.() ?? 0}-`;

/** `afterPostgres` runs while slower servers still start. Also ends what interrupted runs left behind. */
export async function startJestServers(afterPostgres: (ownerUrl: string) => Promise<void>): Promise<JestServers> {
  await sweep();
  const dataDir = join(tmpdir(), `${prefix}${randomBytes(6).toString('hex')}`);
  const lock = await lockDataDir(dataDir);
  mkdirSync(dataDir, { mode: 0o700 });
  const backing = await startBackingServers({
    dataDir,
    progress: () => undefined,
    throwaway: true,
    given: readGivenServers({}),
    afterPostgres,
  });

  const discard = () => {
    backing.killNow();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', discard);
  return {
    backing,
    async stop() {
      process.off('exit', discard);
      await Promise.all(Object.values(backing.servers).map((server) => server.kill()));
      await backing.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
      await lock.release();
    },
  };
}

/** A folder nobody holds belonged to a run that was killed. */
async function sweep(): Promise<void> {
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(prefix));
  for (const folder of folders.map((name) => join(tmpdir(), name))) {
    if (await isLocked(folder)) continue;
    await endLeftovers(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
