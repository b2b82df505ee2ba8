import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePrograms1763683200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE programs (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        owner_id uuid NOT NULL,
        title text NOT NULL,
        kind text NOT NULL,
        audience text NOT NULL,
        level text NOT NULL,
        hours integer NOT NULL,
        topics jsonb NOT NULL,
        language text NOT NULL,
        status text NOT NULL,
        progress integer NOT NULL,
        composer_name text NOT NULL,
        composer_model text,
        document jsonb,
        file_version integer NOT NULL,
        failure text,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        version integer NOT NULL,
        CONSTRAINT programs_status CHECK (status IN ('queued', 'generating', 'ready', 'failed')),
        CONSTRAINT programs_document CHECK ((status = 'ready') = (document IS NOT NULL))
      )`);
    await queryRunner.query('CREATE INDEX programs_of_owner ON programs (space_id, owner_id, created_at, id)');
    await queryRunner.query('CREATE INDEX programs_of_space ON programs (space_id, created_at, id)');
    await protectTable(queryRunner, 'programs');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE programs');
  }
}
