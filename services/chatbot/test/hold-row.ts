import { eventually } from '@lyceum/testing/eventually';
import type { EntitySchema } from 'typeorm';
import { service } from './chatbot-service.ts';

/** Whoever comes second to a row that is locked waits for its tuple; the first waits for the transaction. */
const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'tuple'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** Keeps a row until two requests at least wait, so that what they looked at before is the same; their answers. */
export async function holdRow<Row extends { id: string }, Answer>(
  entity: EntitySchema<Row>,
  id: string,
  ask: () => Promise<Answer[]>,
): Promise<Answer[]> {
  let answers: Promise<Answer[]> | undefined;
  await service.rows(async (db) => {
    const table = db.getRepository(entity).metadata.tableName;
    await db.query(`SELECT 1 FROM ${table} WHERE id = $1 FOR UPDATE`, [id]);
    answers = ask();
    await eventually(
      async () => db.query(waiting),
      ({ length }) => length > 0,
    );
  });
  return (await answers) ?? [];
}
