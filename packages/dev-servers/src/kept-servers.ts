import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readGivenServers } from './config.ts';
import { isLocked, lockDataDir } from './processes/data-dir-lock.ts';
import { createPortChooser } from './processes/ports.ts';
import type { Progress } from './progress.ts';
import { openSecrets } from './secrets.ts';
import { startServerProcesses } from './server-processes.ts';
import { endLeftovers, killServers } from './servers/end-leftovers.ts';
import { dataDirOfRun } from './temporary-data-dir.ts';

const keptServers = z.object({
  ownerUrl: z.string(),
  redisUrl: z.string(),
  rabbitmqUrl: z.string(),
  managementUrl: z.string(),
  /** Roles belong to the server, so all runs give those of the services the same password. */
  rolePassword: z.string(),
});
/** PostgreSQL, Redis and RabbitMQ that outlive test runs; what is our own code starts with each run. */
export type KeptServers = Readonly<z.infer<typeof keptServers>>;

/** One for each clone of the repository. */
function keptDataDir(): string {
  const repository = join(import.meta.dirname, '../../..');
  return dataDirOfRun(`kept-${createHash('sha256').update(repository).digest('hex').slice(0, 12)}`);
}
const fileIn = (dataDir: string) => join(dataDir, 'kept-servers.json');

/** Starts them in a folder of their own, which goes with them. Throws `AlreadyLocked` when they run. */
export async function keepServers(progress: Progress, dataDir = keptDataDir()): Promise<{ stop(): Promise<void> }> {
  const lock = await lockDataDir(dataDir);
  if (existsSync(dataDir)) await endLeftovers(dataDir);
  const discard = () => {
    killServers(dataDir);
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { mode: 0o700 });
  process.once('exit', discard);
  const secrets = openSecrets(join(dataDir, 'secrets.json'));
  const processes = await startServerProcesses({
    dataDir,
    secrets,
    choosePort: createPortChooser('free', progress),
    progress,
    throwaway: true,
    given: readGivenServers({}),
  });
  const { postgres, redis, rabbitmq } = processes;
  const kept: KeptServers = {
    ownerUrl: postgres.ownerUrl,
    redisUrl: redis.url,
    rabbitmqUrl: rabbitmq.url,
    managementUrl: rabbitmq.managementUrl ?? '',
    rolePassword: secrets.get('ROLE_PASSWORD'),
  };
  writeFileSync(`${fileIn(dataDir)}.draft`, JSON.stringify(kept), { mode: 0o600 });
  renameSync(`${fileIn(dataDir)}.draft`, fileIn(dataDir));
  lock.announce('npm run servers keeps the servers of tests');
  return {
    async stop() {
      rmSync(fileIn(dataDir));
      await Promise.all(Object.values(processes.servers).map((server) => server.kill()));
      process.off('exit', discard);
      discard();
      await lock.release();
    },
  };
}

/** Undefined when none run, or do not yet. */
export async function findKeptServers(dataDir = keptDataDir()): Promise<KeptServers | undefined> {
  const file = fileIn(dataDir);
  if (!existsSync(file) || !(await isLocked(dataDir))) return undefined;
  return keptServers.parse(JSON.parse(readFileSync(file, 'utf8')));
}
