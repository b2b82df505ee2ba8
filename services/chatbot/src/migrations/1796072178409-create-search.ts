import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSearch1796072178409 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE postings (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        course_id uuid NOT NULL,
        term text NOT NULL,
        passage_id uuid NOT NULL,
        version_id uuid NOT NULL,
        weight real NOT NULL,
        PRIMARY KEY (space_id, course_id, term, passage_id) INCLUDE (version_id, weight)
      )`);
    await queryRunner.query('CREATE INDEX postings_of_version ON postings (version_id)');
    await queryRunner.query(`
      CREATE TABLE words (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        course_id uuid NOT NULL,
        word text NOT NULL,
        term text NOT NULL,
        initial text NOT NULL,
        skeleton text,
        PRIMARY KEY (space_id, course_id, word)
      )`);
    await queryRunner.query('CREATE INDEX words_of_initial ON words (space_id, course_id, initial)');
    await queryRunner.query('CREATE INDEX words_of_skeleton ON words (space_id, course_id, skeleton)');
    await queryRunner.query(`
      CREATE TABLE word_uses (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        course_id uuid NOT NULL,
        word text NOT NULL,
        version_id uuid NOT NULL,
        PRIMARY KEY (space_id, course_id, word, version_id)
      )`);
    await queryRunner.query('CREATE INDEX word_uses_of_version ON word_uses (version_id)');
    await queryRunner.query(
      'ALTER TABLE postings ADD CONSTRAINT postings_version FOREIGN KEY (version_id) REFERENCES lesson_versions(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE word_uses ADD CONSTRAINT word_uses_version FOREIGN KEY (version_id) REFERENCES lesson_versions(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await protectTable(queryRunner, 'postings');
    await protectTable(queryRunner, 'words');
    await protectTable(queryRunner, 'word_uses');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE word_uses DROP CONSTRAINT word_uses_version');
    await queryRunner.query('ALTER TABLE postings DROP CONSTRAINT postings_version');
    await queryRunner.query('DROP TABLE word_uses');
    await queryRunner.query('DROP TABLE words');
    await queryRunner.query('DROP TABLE postings');
  }
}
