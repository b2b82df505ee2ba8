import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateReviewing1763770020000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE program_comments (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        program_id uuid NOT NULL CONSTRAINT program_comments_program REFERENCES programs ON DELETE CASCADE,
        block text,
        author_id uuid NOT NULL,
        text text NOT NULL,
        resolved_by uuid,
        resolved_at timestamptz,
        created_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      'CREATE INDEX program_comments_of_program ON program_comments (space_id, program_id, created_at, id)',
    );
    await protectTable(queryRunner, 'program_comments');

    await queryRunner.query(`
      CREATE TABLE program_proposals (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        program_id uuid NOT NULL CONSTRAINT program_proposals_program REFERENCES programs ON DELETE CASCADE,
        block text NOT NULL,
        instruction text NOT NULL,
        author_id uuid NOT NULL,
        author_roles jsonb NOT NULL,
        status text NOT NULL,
        failure jsonb,
        model text,
        tokens integer NOT NULL,
        base jsonb NOT NULL,
        proposed jsonb,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        CONSTRAINT program_proposals_status
          CHECK (status IN ('queued', 'generating', 'open', 'accepted', 'rejected', 'failed'))
      )`);
    await queryRunner.query(
      'CREATE INDEX program_proposals_of_program ON program_proposals (space_id, program_id, created_at, id)',
    );
    await protectTable(queryRunner, 'program_proposals');

    await queryRunner.query(`
      CREATE TABLE program_templates (
        id uuid PRIMARY KEY,
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        name text NOT NULL,
        description text NOT NULL,
        kind text NOT NULL,
        level text NOT NULL,
        hours integer NOT NULL,
        language text NOT NULL,
        request jsonb NOT NULL,
        models jsonb NOT NULL,
        document jsonb NOT NULL,
        author_id uuid NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX program_templates_of_space ON program_templates (space_id, created_at, id)');
    await protectTable(queryRunner, 'program_templates');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE program_templates, program_proposals, program_comments');
  }
}
