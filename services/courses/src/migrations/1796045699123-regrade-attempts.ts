import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RegradeAttempts1796045699123 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE quiz_attempts ADD regraded_at timestamptz');
    await queryRunner.query(
      'ALTER TABLE attempt_regrades ADD CONSTRAINT attempt_regrades_attempt FOREIGN KEY (attempt_id) REFERENCES quiz_attempts(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE attempt_regrades DROP CONSTRAINT attempt_regrades_attempt');
    await queryRunner.query('ALTER TABLE quiz_attempts DROP COLUMN regraded_at');
  }
}
