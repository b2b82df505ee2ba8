import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddRoots1796075253780 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE words ADD root text');
    await queryRunner.query('CREATE INDEX words_of_root ON words (space_id, course_id, root)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX words_of_root');
    await queryRunner.query('ALTER TABLE words DROP COLUMN root');
  }
}
