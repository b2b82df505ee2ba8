import { Client } from 'pg';

/** A statement as the owner of the database, past all policies. */
export type Sql = <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;

/** Each on a connection of its own, so that a restart of the server in between does no harm. */
export function asOwner(ownerUrl: string): Sql {
  return async <Row extends object>(text: string, values: unknown[] = []) => {
    const owner = new Client({ connectionString: ownerUrl });
    await owner.connect();
    try {
      return (await owner.query<Row>(text, values)).rows;
    } finally {
      await owner.end();
    }
  };
}
