import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TiePeerReviews1796045400802 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE peer_reviews ADD CONSTRAINT peer_reviews_enrolment FOREIGN KEY (enrolment_id) REFERENCES enrolments(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE peer_reviews DROP CONSTRAINT peer_reviews_enrolment');
  }
}
