import { mkdirSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { type BackingServers, startBackingServers } from './backing-servers.ts';
import { readGivenServers } from './config.ts';
import { lockDataDir } from './processes/data-dir-lock.ts';
import { createPortChooser } from './processes/ports.ts';
import { openSecrets } from './secrets.ts';
import { killServers } from './servers/end-leftovers.ts';
import { sweepTemporaryDataDirs, temporaryDataDir } from './temporary-data-dir.ts';

/** Servers of one Jest run in a folder of its own, which goes with them. */
export interface JestServers {
  readonly backing: BackingServers;
  stop(): Promise<void>;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Unlike the default action this runs the handlers of `exit`. */
function exitBySignal(signal: NodeJS.Signals): void {
  process.exit(128 + constants.signals[signal]);
}

/** `afterPostgres` runs while slower servers still start. Also ends what killed runs left behind. */
export async function startJestServers(afterPostgres: (ownerUrl: string) => Promise<void>): Promise<JestServers> {
  await sweepTemporaryDataDirs();
  const dataDir = temporaryDataDir();
  const lock = await lockDataDir(dataDir);
  mkdirSync(dataDir, { mode: 0o700 });
  const discard = () => {
    killServers(dataDir);
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', discard);
  for (const signal of signals) process.once(signal, exitBySignal);
  const backing = await startBackingServers({
    dataDir,
    secrets: openSecrets(join(dataDir, 'secrets.json')),
    choosePort: createPortChooser('free', () => undefined),
    progress: () => undefined,
    throwaway: true,
    // Never the servers a developer works with.
    given: readGivenServers({}),
    afterPostgres,
  });
  return {
    backing,
    async stop() {
      await Promise.all(Object.values(backing.servers).map((server) => server.kill()));
      await backing.stop();
      process.off('exit', discard);
      for (const signal of signals) process.off(signal, exitBySignal);
      discard();
      await lock.release();
    },
  };
}
