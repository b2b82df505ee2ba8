import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepDeletedImages1796064186611 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE images ADD deleted_at timestamptz');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE images DROP COLUMN deleted_at');
  }
}
