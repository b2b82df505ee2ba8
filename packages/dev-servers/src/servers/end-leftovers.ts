import { join } from 'node:path';
import { openProcessRecords } from '../processes/process-records.ts';
import { endEpmd } from './epmd.ts';
import { rabbitmqHome } from './rabbitmq.ts';

/** Ends the servers a killed run left in this folder; tells their names. The caller has locked the folder, or knows nobody did. */
export async function endLeftovers(dataDir: string): Promise<string[]> {
  const ended = await openProcessRecords(join(dataDir, 'run')).endAll();
  endEpmd(rabbitmqHome(dataDir));
  return ended;
}

/** The same at once and by force, for a handler of `exit`. */
export function killServers(dataDir: string): void {
  openProcessRecords(join(dataDir, 'run')).killAll();
  endEpmd(rabbitmqHome(dataDir));
}
