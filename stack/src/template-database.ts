import { createLogger } from '@lyceum/common/log';
import { serviceNames } from '@lyceum/contracts/services';
import { Client } from 'pg';
import { migrateDatabase } from './migrate-all.ts';

const name = 'lyceum_template';

/**
 * Makes `lyceum_template`, which test files clone: a database as the migration step of production leaves it. The roles of all
 * services have the same password.
 */
export async function makeTemplateDatabase(ownerUrl: string, password: string): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query(`CREATE DATABASE ${name}`);
  } finally {
    await owner.end();
  }
  const url = new URL(ownerUrl);
  url.pathname = `/${name}`;
  const passwords = Object.fromEntries(serviceNames.map((service) => [service, password]));
  await migrateDatabase(url.href, passwords, createLogger('migrate', 'warn'));
}
