import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddPeerReviews1796045400801 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE peer_reviews (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        submission_id uuid NOT NULL,
        reviewer_id uuid NOT NULL,
        enrolment_id uuid NOT NULL,
        taken_at timestamptz NOT NULL,
        submitted_at timestamptz,
        points double precision,
        percent double precision,
        scores jsonb NOT NULL,
        comment_text text,
        comment text,
        removed_at timestamptz,
        removed_by uuid,
        CONSTRAINT peer_reviews_reviewer UNIQUE (space_id, submission_id, reviewer_id),
        CONSTRAINT peer_reviews_submitted CHECK ((submitted_at IS NULL) = (points IS NULL)),
        CONSTRAINT peer_reviews_removed CHECK ((removed_at IS NULL) = (removed_by IS NULL))
      )`);
    await queryRunner.query(
      'CREATE INDEX peer_reviews_of_enrolment ON peer_reviews (space_id, enrolment_id, lesson_id, taken_at, id)',
    );
    await queryRunner.query('CREATE INDEX peer_reviews_by_enrolment ON peer_reviews (enrolment_id)');
    await queryRunner.query('CREATE INDEX peer_reviews_by_submission ON peer_reviews (submission_id)');
    await queryRunner.query(
      'ALTER TABLE peer_reviews ADD CONSTRAINT peer_reviews_submission FOREIGN KEY (submission_id) REFERENCES submissions(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await protectTable(queryRunner, 'peer_reviews');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE peer_reviews DROP CONSTRAINT peer_reviews_submission');
    await queryRunner.query('DROP TABLE peer_reviews');
  }
}
