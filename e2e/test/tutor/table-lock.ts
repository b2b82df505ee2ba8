import { Client } from 'pg';
import type { PrivateStack } from '../private-stack.ts';

/** Whatever reads the table waits until the returned function is called. */
export async function lockTable({ backing }: PrivateStack, table: string): Promise<() => Promise<void>> {
  const owner = new Client({ connectionString: backing.postgres.ownerUrl });
  await owner.connect();
  await owner.query('BEGIN');
  await owner.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  return () => owner.end();
}
