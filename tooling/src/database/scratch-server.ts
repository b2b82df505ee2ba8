import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createPortChooser } from '@lyceum/dev-servers/processes/ports';
import { openProcessRecords } from '@lyceum/dev-servers/processes/process-records';
import { postgresServer } from '@lyceum/dev-servers/servers/postgres';
import { openTemporaryDataDir } from '@lyceum/dev-servers/temporary-data-dir';

/** A PostgreSQL for a moment, in a folder that goes with it. */
export interface ScratchServer {
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

export async function startScratchServer(): Promise<ScratchServer> {
  const { dataDir, close } = await openTemporaryDataDir();
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
      await close();
    },
  };
}
