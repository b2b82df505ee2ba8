import { join } from 'node:path';
import { databaseNames, type ServiceSchema } from '@lyceum/common/database';
import { createLogger } from '@lyceum/common/log';
import { migrate } from '@lyceum/common/run/migrate';
import { type BackingServers, startBackingServers } from '@lyceum/dev-servers/backing-servers';
import { readGivenServers } from '@lyceum/dev-servers/config';
import { createPortChooser } from '@lyceum/dev-servers/processes/ports';
import { openSecrets } from '@lyceum/dev-servers/secrets';
import { openTemporaryDataDir } from '@lyceum/dev-servers/temporary-data-dir';

export const benchLog = createLogger('bench', 'warn');

/** Backing servers of one bench, set up as `npm start` sets them up (commits reach the disk), in a folder that goes with them. */
export async function withServers<Result>(run: (backing: BackingServers) => Promise<Result>): Promise<Result> {
  const { dataDir, close } = await openTemporaryDataDir();
  try {
    const backing = await startBackingServers({
      dataDir,
      secrets: openSecrets(join(dataDir, 'secrets.json')),
      choosePort: createPortChooser('free', () => undefined),
      progress: () => undefined,
      given: readGivenServers({}),
    });
    try {
      return await run(backing);
    } finally {
      await backing.stop();
    }
  } finally {
    await close();
  }
}

/** Prepares the database for the services; what it resolves with is the address at which each connects with its own role. */
export async function migrateServices(
  ownerUrl: string,
  services: readonly ServiceSchema[],
): Promise<(service: ServiceSchema) => string> {
  const password = 'bench';
  const passwords = Object.fromEntries(services.map(({ name }) => [name, password]));
  await migrate({ ownerUrl, services, passwords, log: benchLog });
  return ({ name }) => Object.assign(new URL(ownerUrl), { username: databaseNames(name).role, password }).href;
}
