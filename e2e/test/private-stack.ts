import { rmSync } from 'node:fs';
import type { Environment } from '@lyceum/common/config';
import { temporaryDataDir } from '@lyceum/dev-servers/temporary-data-dir';
import { type RunningStack, startStack } from '@lyceum/stack/stack';
import { asOwner, type Sql } from '../src/as-owner.ts';

/** A stack of one test file's own, whose servers it may stop and kill. */
export interface PrivateStack extends RunningStack {
  /** Reads or changes the database as its owner, past all policies. */
  readonly sql: Sql;
}

/** Limits are out of the way: these tests send from one address what schools send from many. */
const generous = { RATE_LIMIT_IP: '1000000', RATE_LIMIT_USER: '1000000', RATE_LIMIT_AUTH: '1000000' };

export async function startPrivateStack(env: Environment = {}, dataDir = temporaryDataDir()): Promise<PrivateStack> {
  // Not throwaway: a commit must outlive the kill of its server.
  const stack = await startStack({ dataDir, ports: 'free', env: { ...generous, ...env } });
  return {
    ...stack,
    sql: asOwner(stack.backing.postgres.ownerUrl),
    async stop() {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
