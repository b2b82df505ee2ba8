import type { QueryRunner } from 'typeorm';

/**
 * Makes rows of other spaces invisible and unwritable for the service's role. Without `app.space` every query on the table
 * fails; it never means "all rows". Called in the migration that creates the table.
 */
export async function protectTable(queryRunner: QueryRunner, table: string): Promise<void> {
  await queryRunner.query(`ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY`);
  await queryRunner.query(
    `CREATE POLICY "${table}_space" ON "${table}" USING (space_id = current_setting('app.space')) WITH CHECK (space_id = current_setting('app.space'))`,
  );
}
