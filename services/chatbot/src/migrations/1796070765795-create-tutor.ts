import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const space = "space_id text NOT NULL DEFAULT current_setting('app.space')";

export class CreateTutor1796070765795 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE known_courses (
        ${space},
        id uuid PRIMARY KEY,
        title text NOT NULL,
        language text NOT NULL,
        revision integer NOT NULL,
        published_by uuid,
        occurred_at timestamptz NOT NULL
      )`);
    await queryRunner.query(`
      CREATE TABLE lesson_versions (
        ${space},
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        title text NOT NULL,
        module_title text NOT NULL,
        video_id uuid,
        indexed_at timestamptz,
        embedding_model text
      )`);
    await queryRunner.query('CREATE INDEX lesson_versions_of_course ON lesson_versions (space_id, course_id)');
    await queryRunner.query('CREATE INDEX lesson_versions_of_video ON lesson_versions (space_id, video_id)');
    await queryRunner.query(`
      CREATE TABLE passages (
        ${space},
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        version_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        position integer NOT NULL,
        heading_path jsonb NOT NULL,
        block_id text,
        text text NOT NULL,
        cues jsonb,
        embedding bytea,
        CONSTRAINT passages_version FOREIGN KEY (version_id) REFERENCES lesson_versions (id) ON DELETE CASCADE,
        CONSTRAINT passages_position UNIQUE (space_id, version_id, position)
      )`);
    await queryRunner.query('ALTER TABLE passages ALTER COLUMN embedding SET STORAGE EXTERNAL');
    await queryRunner.query('CREATE INDEX passages_of_version ON passages (version_id)');
    await queryRunner.query(`
      CREATE TABLE conversations (
        ${space},
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        topic jsonb NOT NULL,
        course_id uuid,
        lesson_id uuid,
        title text NOT NULL,
        messages integer NOT NULL,
        shared_at timestamptz,
        created_at timestamptz NOT NULL,
        last_message_at timestamptz NOT NULL,
        version integer NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX conversations_of_person ON conversations (space_id, person_id, last_message_at, id)');
    await queryRunner.query('CREATE INDEX conversations_shared ON conversations (space_id, course_id, shared_at, id)');
    await queryRunner.query(`
      CREATE TABLE messages (
        ${space},
        id uuid PRIMARY KEY,
        conversation_id uuid NOT NULL,
        author text NOT NULL,
        person_id uuid NOT NULL,
        mode text NOT NULL,
        text text NOT NULL,
        status text NOT NULL,
        outcome text,
        failure text,
        citations jsonb NOT NULL,
        dropped_citations integer NOT NULL,
        searched_for jsonb NOT NULL,
        source_lesson_ids uuid[] NOT NULL,
        model text,
        feedback jsonb,
        reply_to uuid,
        request jsonb,
        created_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT messages_conversation FOREIGN KEY (conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
      )`);
    await queryRunner.query('CREATE INDEX messages_of_conversation ON messages (space_id, conversation_id, created_at, id)');
    await queryRunner.query('CREATE INDEX messages_conversation_key ON messages (conversation_id)');
    await queryRunner.query(
      `CREATE UNIQUE INDEX messages_pending ON messages (space_id, conversation_id) WHERE status IN ('queued', 'writing')`,
    );
    for (const table of ['known_courses', 'lesson_versions', 'passages', 'conversations', 'messages'])
      await protectTable(queryRunner, table);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE messages, conversations, passages, lesson_versions, known_courses');
  }
}
