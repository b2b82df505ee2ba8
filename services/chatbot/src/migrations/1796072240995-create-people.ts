import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePeople1796072240995 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE people (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        name text NOT NULL,
        registered_at timestamptz NOT NULL,
        profile_version integer NOT NULL
      )`);
    await protectTable(queryRunner, 'people');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE people');
  }
}
