import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SearchMessages1796072240997 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      "ALTER TABLE messages ADD search tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('russian', left(text, 50000))) STORED",
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE messages DROP COLUMN search');
  }
}
