import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexLessonSubmissions1796045400803 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX submissions_of_lesson ON submissions (space_id, lesson_id, status, submitted_at, id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX submissions_of_lesson');
  }
}
