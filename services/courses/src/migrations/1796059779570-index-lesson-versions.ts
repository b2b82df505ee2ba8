import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexLessonVersions1796059779570 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX lesson_versions_lesson ON lesson_versions (space_id, lesson_id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX lesson_versions_lesson');
  }
}
