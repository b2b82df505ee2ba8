import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePractice1796072228277 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE hint_ladders (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        conversation_id uuid NOT NULL,
        person_id uuid NOT NULL,
        task text NOT NULL,
        rung integer NOT NULL,
        attempts jsonb NOT NULL,
        status text NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      'CREATE INDEX hint_ladders_of_conversation ON hint_ladders (space_id, conversation_id, created_at, id)',
    );
    await queryRunner.query('CREATE INDEX hint_ladders_conversation_key ON hint_ladders (conversation_id)');
    await queryRunner.query(
      "CREATE UNIQUE INDEX hint_ladders_open ON hint_ladders (space_id, conversation_id) WHERE status = 'open'",
    );
    await queryRunner.query(`
      CREATE TABLE practice_quizzes (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        conversation_id uuid NOT NULL,
        person_id uuid NOT NULL,
        roles text array NOT NULL,
        locale text NOT NULL,
        course_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        kind text NOT NULL,
        count integer NOT NULL,
        status text NOT NULL,
        failure text,
        made integer NOT NULL,
        answered integer NOT NULL,
        answered_right integer NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      'CREATE INDEX practice_quizzes_of_conversation ON practice_quizzes (space_id, conversation_id, created_at, id)',
    );
    await queryRunner.query('CREATE INDEX practice_quizzes_conversation_key ON practice_quizzes (conversation_id)');
    await queryRunner.query(
      "CREATE UNIQUE INDEX practice_quizzes_pending ON practice_quizzes (space_id, conversation_id) WHERE status = 'making'",
    );
    await queryRunner.query(`
      CREATE TABLE practice_questions (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        quiz_id uuid NOT NULL,
        "position" integer NOT NULL,
        kind text NOT NULL,
        text text NOT NULL,
        options jsonb NOT NULL,
        right_option integer,
        right_text text NOT NULL,
        passage_id uuid NOT NULL,
        quote text NOT NULL,
        place jsonb NOT NULL,
        model text,
        given_option integer,
        given_text text,
        is_right boolean,
        answered_at timestamptz,
        CONSTRAINT practice_questions_position UNIQUE (space_id, quiz_id, "position")
      )`);
    await queryRunner.query('CREATE INDEX practice_questions_quiz_key ON practice_questions (quiz_id)');
    await queryRunner.query(
      'ALTER TABLE hint_ladders ADD CONSTRAINT hint_ladders_conversation FOREIGN KEY (conversation_id) REFERENCES conversations(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE practice_quizzes ADD CONSTRAINT practice_quizzes_conversation FOREIGN KEY (conversation_id) REFERENCES conversations(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE practice_questions ADD CONSTRAINT practice_questions_quiz FOREIGN KEY (quiz_id) REFERENCES practice_quizzes(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await protectTable(queryRunner, 'hint_ladders');
    await protectTable(queryRunner, 'practice_quizzes');
    await protectTable(queryRunner, 'practice_questions');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE practice_questions DROP CONSTRAINT practice_questions_quiz');
    await queryRunner.query('ALTER TABLE practice_quizzes DROP CONSTRAINT practice_quizzes_conversation');
    await queryRunner.query('ALTER TABLE hint_ladders DROP CONSTRAINT hint_ladders_conversation');
    await queryRunner.query('DROP TABLE practice_questions');
    await queryRunner.query('DROP TABLE practice_quizzes');
    await queryRunner.query('DROP TABLE hint_ladders');
  }
}
