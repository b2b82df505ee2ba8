import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SearchConversations1796072240996 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      "ALTER TABLE conversations ADD search tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('russian', title)) STORED",
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE conversations DROP COLUMN search');
  }
}
