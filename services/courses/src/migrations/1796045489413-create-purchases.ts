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
        enrolment_id uuid,
        refusal text,
        refunded_at timestamptz,
        created_at timestamptz NOT NULL
      )`);
    await protectTable(queryRunner, 'course_purchases');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE course_purchases');
  }
}
