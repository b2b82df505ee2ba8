import { createLogger } from '@lyceum/common/log';
import { serviceNames } from '@lyceum/contracts/services';
import { runLock } from '@lyceum/dev-servers/run-data';
import { Client, escapeIdentifier } from 'pg';
import { migrateDatabase } from './migrate-all.ts';

interface TemplateOptions {
  ownerUrl: string;
  /** The test run it is for. */
  run: string;
  /** That of every service's role. */
  rolePassword: string;
}

/** Makes `lyceum_template_<run>`, which test files clone: a database as the migration step of production leaves it. */
export async function makeTemplateDatabase({ ownerUrl, run, rolePassword }: TemplateOptions): Promise<void> {
  const name = `lyceum_template_${run}`;
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    // Roles belong to the server: two runs at once would make the same ones.
    await owner.query('SELECT pg_advisory_lock($1)', [runLock]);
    await owner.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
    const url = new URL(ownerUrl);
    url.pathname = `/${name}`;
    const passwords = Object.fromEntries(serviceNames.map((service) => [service, rolePassword]));
    await migrateDatabase(url.href, passwords, createLogger('migrate', 'warn'));
  } finally {
    await owner.end();
  }
}
