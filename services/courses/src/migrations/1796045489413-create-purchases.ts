import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePurchases1796045489413 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE course_purchases (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        item_id uuid PRIMARY KEY,
        order_id uuid NOT NULL,
        course_id uuid NOT NULL,
        person_id uuid NOT NULL,
        cohort_id uuid,
        paid_at timestamptz,
        refunded_at timestamptz,
        enrolment_id uuid,
        refusal text,
        settled_at timestamptz,
        created_at timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX course_purchases_unsettled ON course_purchases (space_id, settled_at, created_at)');
    await queryRunner.query('CREATE INDEX course_purchases_of_enrolment ON course_purchases (space_id, enrolment_id)');
    await protectTable(queryRunner, 'course_purchases');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE course_purchases');
  }
}
