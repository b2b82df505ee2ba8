import type { EntityManager, EntitySchema } from 'typeorm';

/** The spaces in which this table has rows, in the order of their names. */
export async function spacesWith<Row>(db: EntityManager, entity: EntitySchema<Row>): Promise<string[]> {
  const table = db.connection.getMetadata(entity).tablePath;
  const rows = await db.query<{ space: string }[]>('SELECT space FROM spaces_with_rows($1) AS space', [table]);
  return rows.map(({ space }) => space);
}
