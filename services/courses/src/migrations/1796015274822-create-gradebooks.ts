import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateGradebooks1796015274822 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE gradebooks (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        course_id uuid NOT NULL,
        settings jsonb NOT NULL,
        version integer NOT NULL,
        PRIMARY KEY (space_id, course_id)
      )`);
    await queryRunner.query(
      'ALTER TABLE gradebooks ADD CONSTRAINT gradebooks_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await protectTable(queryRunner, 'gradebooks');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE gradebooks DROP CONSTRAINT gradebooks_course');
    await queryRunner.query('DROP TABLE gradebooks');
  }
}
