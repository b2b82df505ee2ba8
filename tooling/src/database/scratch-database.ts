import { randomBytes } from 'node:crypto';
import type { ServiceSchema } from '@lyceum/common/database';
import { createLogger } from '@lyceum/common/log';
import { migrate } from '@lyceum/common/run/migrate';
import { Client } from 'pg';
import { givenDatabase } from '../config.ts';
import { startScratchServer } from './scratch-server.ts';

/** Runs something on a database that has just been migrated by the step of production, and removes it. */
export async function withMigratedDatabase<Result>(
  services: readonly ServiceSchema[],
  run: (ownerUrl: string) => Promise<Result>,
): Promise<Result> {
  const { TEST_DATABASE_OWNER_URL, TEST_DATABASE_PASSWORD } = givenDatabase();
  const server = TEST_DATABASE_OWNER_URL ? undefined : await startScratchServer();
  try {
    return await withDatabase(TEST_DATABASE_OWNER_URL ?? server?.ownerUrl ?? '', async (ownerUrl) => {
      const password = TEST_DATABASE_PASSWORD ?? randomBytes(12).toString('hex');
      const passwords = Object.fromEntries(services.map(({ name }) => [name, password]));
      await migrate({ ownerUrl, services, passwords, log: createLogger('migrate', 'error') });
      return run(ownerUrl);
    });
  } finally {
    await server?.stop();
  }
}

async function withDatabase<Result>(serverUrl: string, run: (url: string) => Promise<Result>): Promise<Result> {
  const name = `scratch_${randomBytes(6).toString('hex')}`;
  await asOwner(serverUrl, (owner) => owner.query(`CREATE DATABASE ${name}`));
  try {
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    return await run(url.href);
  } finally {
    await asOwner(serverUrl, (owner) => owner.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  }
}

export async function asOwner<Result>(url: string, run: (owner: Client) => Promise<Result>): Promise<Result> {
  const owner = new Client({ connectionString: url });
  await owner.connect();
  try {
    return await run(owner);
  } finally {
    await owner.end();
  }
}
