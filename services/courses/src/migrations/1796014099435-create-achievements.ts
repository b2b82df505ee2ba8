import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAchievements1796014099435 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE achievements (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid,
        title text COLLATE "und-x-icu" NOT NULL,
        description text NOT NULL,
        icon text NOT NULL,
        points integer NOT NULL,
        active boolean NOT NULL,
        fact text NOT NULL,
        condition jsonb NOT NULL,
        repeats text NOT NULL,
        created_at timestamptz NOT NULL,
        version integer NOT NULL,
        CONSTRAINT achievements_repeats CHECK (repeats IN ('once', 'each'))
      )`);
    await queryRunner.query('CREATE INDEX achievements_by_fact ON achievements (space_id, fact)');
    await queryRunner.query('CREATE INDEX achievements_of_course ON achievements (space_id, course_id)');
    await queryRunner.query(`
      CREATE TABLE leaderboard_points (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        scope text NOT NULL,
        person_id uuid NOT NULL,
        points integer NOT NULL,
        month_points integer NOT NULL,
        week_points integer NOT NULL,
        PRIMARY KEY (space_id, scope, person_id)
      )`);
    await queryRunner.query('CREATE INDEX leaderboard_points_all ON leaderboard_points (space_id, scope, points, person_id)');
    await queryRunner.query(
      'CREATE INDEX leaderboard_points_month ON leaderboard_points (space_id, scope, month_points, person_id)',
    );
    await queryRunner.query(
      'CREATE INDEX leaderboard_points_week ON leaderboard_points (space_id, scope, week_points, person_id)',
    );
    await queryRunner.query(`
      CREATE TABLE leaderboard_days (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        scope text NOT NULL,
        person_id uuid NOT NULL,
        day date NOT NULL,
        points integer NOT NULL,
        in_week boolean NOT NULL,
        PRIMARY KEY (space_id, scope, person_id, day)
      )`);
    await queryRunner.query('CREATE INDEX leaderboard_days_by_day ON leaderboard_days (space_id, day)');
    await queryRunner.query(`
      CREATE TABLE leaderboard_participants (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        person_id uuid NOT NULL,
        visible boolean NOT NULL,
        PRIMARY KEY (space_id, person_id)
      )`);
    await queryRunner.query(`
      CREATE TABLE achievement_awards (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        achievement_id uuid NOT NULL,
        person_id uuid NOT NULL,
        course_id uuid,
        occasion text NOT NULL,
        title text NOT NULL,
        icon text NOT NULL,
        points integer NOT NULL,
        earned_at timestamptz NOT NULL,
        CONSTRAINT achievement_awards_once UNIQUE (space_id, achievement_id, person_id, occasion)
      )`);
    await queryRunner.query(
      'CREATE INDEX achievement_awards_of_person ON achievement_awards (space_id, person_id, earned_at, id)',
    );
    await queryRunner.query(
      'ALTER TABLE achievements ADD CONSTRAINT achievements_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await protectTable(queryRunner, 'achievements');
    await protectTable(queryRunner, 'leaderboard_points');
    await protectTable(queryRunner, 'leaderboard_days');
    await protectTable(queryRunner, 'leaderboard_participants');
    await protectTable(queryRunner, 'achievement_awards');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE achievements DROP CONSTRAINT achievements_course');
    await queryRunner.query('DROP TABLE achievement_awards');
    await queryRunner.query('DROP TABLE leaderboard_participants');
    await queryRunner.query('DROP TABLE leaderboard_days');
    await queryRunner.query('DROP TABLE leaderboard_points');
    await queryRunner.query('DROP TABLE achievements');
  }
}
