import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lockDataDir } from '@lyceum/dev-servers/processes/data-dir-lock';
import { createPortChooser } from '@lyceum/dev-servers/processes/ports';
import { openProcessRecords } from '@lyceum/dev-servers/processes/process-records';
import { killServers } from '@lyceum/dev-servers/servers/end-leftovers';
import { postgresServer } from '@lyceum/dev-servers/servers/postgres';
import { sweepTemporaryDataDirs, temporaryDataDir } from '@lyceum/dev-servers/temporary-data-dir';

/** A PostgreSQL for a moment, in a folder that goes with it. */
export interface ScratchServer {
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

export async function startScratchServer(): Promise<ScratchServer> {
  await sweepTemporaryDataDirs();
  const dataDir = temporaryDataDir();
  const lock = await lockDataDir(dataDir);
  mkdirSync(dataDir, { mode: 0o700 });
  const discard = () => {
    killServers(dataDir);
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', discard);
  const progress = () => undefined;
  const server = await postgresServer({
    dataDir,
    logDir: dataDir,
    port: await createPortChooser('free', progress)(),
    password: randomBytes(12).toString('hex'),
    throwaway: true,
    records: openProcessRecords(join(dataDir, 'run')),
    progress,
  });
  await server.process.start();
  return {
    ownerUrl: server.ownerUrl,
    async stop() {
      await server.process.kill();
      process.off('exit', discard);
      discard();
      await lock.release();
    },
  };
}
