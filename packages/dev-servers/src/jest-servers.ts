import { randomBytes } from 'node:crypto';
import { constants } from 'node:os';
import { join } from 'node:path';
import { type BackingServers, startBackingServers } from './backing-servers.ts';
import { readGivenServers } from './config.ts';
import { findKeptServers, type KeptServers } from './kept-servers.ts';
import { createPortChooser } from './processes/ports.ts';
import { sweepRunData } from './run-data.ts';
import { openSecrets } from './secrets.ts';
import { newRunId, openTemporaryDataDir } from './temporary-data-dir.ts';

/** Servers for one Jest run: kept ones, or its own in a folder that goes with them. */
export interface JestServers {
  readonly backing: BackingServers;
  /** In the names of its databases and virtual hosts. */
  readonly run: string;
  /** That of every service's role. */
  readonly rolePassword: string;
  readonly areKept: boolean;
  stop(): Promise<void>;
}

interface JestRun extends Pick<JestServers, 'run' | 'rolePassword'> {
  readonly ownerUrl: string;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Unlike the default action this runs the handlers of `exit`. */
function exitBySignal(signal: NodeJS.Signals): void {
  process.exit(128 + constants.signals[signal]);
}

/** `afterPostgres` runs while slower servers still start. Also ends what killed runs left behind. */
export async function startJestServers(
  afterPostgres: (run: JestRun) => Promise<void>,
  findKept: () => Promise<KeptServers | undefined> = findKeptServers,
): Promise<JestServers> {
  const run = newRunId();
  const { dataDir, close } = await openTemporaryDataDir(run);
  for (const signal of signals) process.once(signal, exitBySignal);
  const kept = await findKept();
  if (kept) await sweepRunData(kept);
  const rolePassword = kept?.rolePassword ?? randomBytes(12).toString('hex');
  const backing = await startBackingServers({
    dataDir,
    secrets: openSecrets(join(dataDir, 'secrets.json')),
    choosePort: createPortChooser('free', () => undefined),
    progress: () => undefined,
    throwaway: true,
    // Never the servers a developer works with.
    given: readGivenServers(
      kept ? { DATABASE_OWNER_URL: kept.ownerUrl, REDIS_URL: kept.redisUrl, RABBITMQ_URL: kept.rabbitmqUrl } : {},
    ),
    afterPostgres: (ownerUrl) => afterPostgres({ run, rolePassword, ownerUrl }),
  });
  return {
    backing: kept ? { ...backing, rabbitmq: { url: kept.rabbitmqUrl, managementUrl: kept.managementUrl } } : backing,
    run,
    rolePassword,
    areKept: kept !== undefined,
    async stop() {
      if (!kept) await Promise.all(Object.values(backing.servers).map((server) => server.kill()));
      await backing.stop();
      for (const signal of signals) process.off(signal, exitBySignal);
      await close();
      if (kept) await sweepRunData(kept);
    },
  };
}
