import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexFollowers1796049190419 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX discussion_followers_of_person ON discussion_followers (space_id, person_id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX discussion_followers_of_person');
  }
}
