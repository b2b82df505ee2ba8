import { rmSync } from 'node:fs';
import type { Environment } from '@lyceum/common/config';
import { type RunningStack, startStack } from '@lyceum/stack/stack';
import { temporaryDataDir } from '@lyceum/stack/temporary-data-dir';
import { Client } from 'pg';

/** A stack of one test file's own, whose servers it may stop and kill. */
export interface PrivateStack extends RunningStack {
  /** Reads or changes the database as its owner, past all policies. */
  sql<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
}

/** Limits are out of the way: these tests send from one address what schools send from many. */
const generous = { RATE_LIMIT_IP: '1000000', RATE_LIMIT_USER: '1000000', RATE_LIMIT_AUTH: '1000000' };

export async function startPrivateStack(env: Environment = {}, dataDir = temporaryDataDir()): Promise<PrivateStack> {
  // Not throwaway: a commit must outlive the kill of its server.
  const stack = await startStack({ dataDir, ports: 'free', env: { ...generous, ...env } });
  return {
    ...stack,
    sql: (text, values) => asOwner(stack.backing.postgres.ownerUrl, text, values),
    async stop() {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** One statement on a connection of its own, so that a restart of the server in between does no harm. */
async function asOwner<Row extends object>(ownerUrl: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    return (await owner.query<Row>(text, values)).rows;
  } finally {
    await owner.end();
  }
}
