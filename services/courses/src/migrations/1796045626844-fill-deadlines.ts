import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Apart from the columns: nobody waits for it but who changes the same rows, and a published lesson never changes. */
export class FillDeadlines1796045626844 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      "UPDATE lesson_versions SET due_at = content #>> '{due,at}', due_days = (content #>> '{due,days}')::integer WHERE content ->> 'type' = 'assignment' AND jsonb_typeof(content -> 'due') = 'object'",
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'UPDATE lesson_versions SET due_at = NULL, due_days = NULL WHERE due_at IS NOT NULL OR due_days IS NOT NULL',
    );
  }
}
