import { rmSync } from 'node:fs';
import type { Environment } from '@lyceum/common/config';
import { temporaryDataDir } from '@lyceum/dev-servers/temporary-data-dir';
import { startStack } from '@lyceum/stack/stack';
import { watchLoop } from './watch-loop.ts';

/** The whole platform in a process of its own, so that the loop that is watched has nothing to do but its work. */
const env = JSON.parse(process.argv[2] ?? '{}') as Environment; // what start-watched-stack.ts wrote
const dataDir = temporaryDataDir();
const stack = await startStack({ dataDir, ports: 'free', env });
const longestStop = watchLoop();
process.on('message', () => process.send?.(longestStop()));
process.once('SIGTERM', () => void stop());
process.once('disconnect', () => void stop());
const { gatewayUrl, demo, logFile, backing } = stack;
const serviceUrls = Object.fromEntries([...stack.services].map(([name, { url }]) => [name, url]));
process.send?.({ gatewayUrl, serviceUrls, demo, logFile, ownerUrl: backing.postgres.ownerUrl, dataDir });

async function stop(): Promise<void> {
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  process.exit();
}
