import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackingServers } from '@lyceum/dev-servers/backing-servers';
import { isLocked } from '@lyceum/dev-servers/processes/data-dir-lock';
import { z } from 'zod';

const connections = z.object({ DATABASE_OWNER_URL: z.string(), REDIS_URL: z.string(), RABBITMQ_URL: z.string() });
type Connections = z.infer<typeof connections>;

const fileIn = (dataDir: string) => join(dataDir, 'run', 'connections.json');

/** For tools that run beside a stack. Only its owner can read the file: the URLs hold passwords. */
export function writeConnections(dataDir: string, { postgres, redis, rabbitmq }: BackingServers): void {
  const urls: Connections = { DATABASE_OWNER_URL: postgres.ownerUrl, REDIS_URL: redis.url, RABBITMQ_URL: rabbitmq.url };
  writeFileSync(fileIn(dataDir), JSON.stringify(urls, null, 2), { mode: 0o600 });
}

/** Undefined when no stack runs on this folder. */
export async function readConnections(dataDir: string): Promise<Connections | undefined> {
  const file = fileIn(dataDir);
  if (!existsSync(file) || !(await isLocked(dataDir))) return undefined;
  return connections.parse(JSON.parse(readFileSync(file, 'utf8')));
}
