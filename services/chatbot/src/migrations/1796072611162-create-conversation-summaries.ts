import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConversationSummaries1796072611162 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE conversation_summaries (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        conversation_id uuid PRIMARY KEY,
        text text NOT NULL,
        message_ids uuid[] NOT NULL,
        source_lesson_ids uuid[] NOT NULL,
        updated_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      'ALTER TABLE conversation_summaries ADD CONSTRAINT conversation_summaries_conversation FOREIGN KEY (conversation_id) REFERENCES conversations(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await protectTable(queryRunner, 'conversation_summaries');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE conversation_summaries DROP CONSTRAINT conversation_summaries_conversation');
    await queryRunner.query('DROP TABLE conversation_summaries');
  }
}
