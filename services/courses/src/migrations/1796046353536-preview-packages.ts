import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PreviewPackages1796046353536 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE scorm_launches ADD draft jsonb');
    await queryRunner.query('ALTER TABLE scorm_launches ALTER COLUMN version_id DROP NOT NULL');
    await queryRunner.query(
      'ALTER TABLE scorm_launches ADD CONSTRAINT scorm_launches_content CHECK ((version_id IS NULL) = (draft IS NOT NULL))',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE scorm_launches DROP CONSTRAINT scorm_launches_content');
    await queryRunner.query('ALTER TABLE scorm_launches ALTER COLUMN version_id SET NOT NULL');
    await queryRunner.query('ALTER TABLE scorm_launches DROP COLUMN draft');
  }
}
