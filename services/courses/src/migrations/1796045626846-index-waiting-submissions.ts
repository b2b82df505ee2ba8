import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexWaitingSubmissions1796045626846 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX submissions_waiting ON submissions (space_id, status, course_id, submitted_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX submissions_waiting');
  }
}
