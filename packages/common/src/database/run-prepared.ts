import type { ClientBase, QueryResultRow } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';

/** Of a manager that `read`, `transact` or `system` gave; any other has no connection of its own. */
export function runnerOf({ queryRunner }: EntityManager): QueryRunner {
  if (!queryRunner) throw new Error('this manager is not of a read or a transaction');
  return queryRunner;
}

/**
 * A statement that PostgreSQL parses and plans once for each connection: for the kit's own few that run with every message.
 * It stays in the memory of the connection, and it costs a third of the same statement unprepared.
 */
export async function runPrepared<Row extends QueryResultRow>(
  db: EntityManager,
  statement: { readonly name: string; readonly text: string },
  values: unknown[],
): Promise<Row[]> {
  const client: ClientBase = await runnerOf(db).connect();
  const { rows } = await client.query<Row>({ ...statement, values });
  return rows;
}
