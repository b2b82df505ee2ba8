import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDiscussions1796045389951 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE discussions (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        lesson_title text NOT NULL,
        at text NOT NULL,
        block_id text,
        second integer,
        quote text,
        person_id uuid NOT NULL,
        text text NOT NULL,
        html text NOT NULL,
        answer_id uuid,
        answer_by_teacher boolean,
        replies integer NOT NULL,
        last_number integer NOT NULL,
        followers integer NOT NULL,
        sort_key text NOT NULL,
        created_at timestamptz NOT NULL,
        edited_at timestamptz,
        mail_at timestamptz,
        mailed_at timestamptz,
        version integer NOT NULL,
        CONSTRAINT discussions_at CHECK (at IN ('lesson', 'block', 'second')),
        CONSTRAINT discussions_block CHECK ((at = 'block') = (block_id IS NOT NULL)),
        CONSTRAINT discussions_second CHECK ((at = 'second') = (second IS NOT NULL)),
        CONSTRAINT discussions_answer CHECK ((answer_id IS NULL) = (answer_by_teacher IS NULL))
      )`);
    await queryRunner.query('CREATE INDEX discussions_to_mail ON discussions (space_id, mail_at)');
    await queryRunner.query('CREATE INDEX discussions_of_lesson ON discussions (space_id, course_id, lesson_id, created_at, id)');
    await queryRunner.query('CREATE INDEX discussions_of_course ON discussions (space_id, course_id, sort_key, id)');
    await queryRunner.query('CREATE INDEX discussions_of_person ON discussions (space_id, course_id, person_id)');
    await queryRunner.query(`
      CREATE TABLE discussion_replies (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        discussion_id uuid NOT NULL,
        number integer NOT NULL,
        person_id uuid NOT NULL,
        by_teacher boolean NOT NULL,
        text text NOT NULL,
        html text NOT NULL,
        excerpt text NOT NULL,
        created_at timestamptz NOT NULL,
        edited_at timestamptz,
        version integer NOT NULL,
        CONSTRAINT discussion_replies_number UNIQUE (space_id, discussion_id, number)
      )`);
    await queryRunner.query('CREATE INDEX discussion_replies_by_discussion ON discussion_replies (discussion_id)');
    await queryRunner.query(`
      CREATE TABLE discussion_followers (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        discussion_id uuid NOT NULL,
        person_id uuid NOT NULL,
        known_number integer NOT NULL,
        mailed_at timestamptz,
        PRIMARY KEY (space_id, discussion_id, person_id)
      )`);
    await queryRunner.query('CREATE INDEX discussion_followers_by_discussion ON discussion_followers (discussion_id)');
    await queryRunner.query('CREATE INDEX discussion_followers_of_person ON discussion_followers (space_id, person_id)');
    await queryRunner.query(
      'ALTER TABLE discussions ADD CONSTRAINT discussions_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE discussion_replies ADD CONSTRAINT discussion_replies_discussion FOREIGN KEY (discussion_id) REFERENCES discussions(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE discussion_followers ADD CONSTRAINT discussion_followers_discussion FOREIGN KEY (discussion_id) REFERENCES discussions(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await protectTable(queryRunner, 'discussions');
    await protectTable(queryRunner, 'discussion_replies');
    await protectTable(queryRunner, 'discussion_followers');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE discussion_followers DROP CONSTRAINT discussion_followers_discussion');
    await queryRunner.query('ALTER TABLE discussion_replies DROP CONSTRAINT discussion_replies_discussion');
    await queryRunner.query('ALTER TABLE discussions DROP CONSTRAINT discussions_course');
    await queryRunner.query('DROP TABLE discussion_followers');
    await queryRunner.query('DROP TABLE discussion_replies');
    await queryRunner.query('DROP TABLE discussions');
  }
}
