import { readGivenServers } from '@lyceum/dev-servers/config';
import { StartFailure } from '@lyceum/dev-servers/progress';
import { startEnvironment } from './config.ts';
import { readConnections } from './connections.ts';
import { installationDataDir } from './data-dir.ts';

/** For tools that speak to the broker: RABBITMQ_URL, else the broker of the stack that runs here. */
export async function findBroker(): Promise<string> {
  const url = readGivenServers().RABBITMQ_URL ?? (await readConnections(installationDataDir(startEnvironment)))?.RABBITMQ_URL;
  if (!url) throw new StartFailure('Lyceum does not run here and RABBITMQ_URL is not set.');
  return url;
}
