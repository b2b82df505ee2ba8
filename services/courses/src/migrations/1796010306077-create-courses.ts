import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCourses1796010306077 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE people (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        locale text NOT NULL,
        registered_at timestamptz NOT NULL,
        profile_version integer NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX people_email ON people (space_id, email)');
    await queryRunner.query(`
      CREATE TABLE course_categories (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        title text COLLATE "und-x-icu" NOT NULL,
        CONSTRAINT course_categories_title UNIQUE (space_id, title)
      )`);
    await queryRunner.query(`
      CREATE TABLE courses (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        title text COLLATE "und-x-icu" NOT NULL,
        summary text NOT NULL,
        description text NOT NULL,
        description_html text NOT NULL,
        language text NOT NULL,
        level text NOT NULL,
        category_id uuid,
        tags jsonb NOT NULL,
        cover_url text,
        price jsonb,
        enrolment text NOT NULL,
        sequential boolean NOT NULL,
        hours integer,
        status text NOT NULL,
        revision integer,
        program_id uuid,
        outcomes jsonb NOT NULL,
        search tsvector GENERATED ALWAYS AS (to_tsvector('russian', title || ' ' || summary || ' ' || description || ' ' || tags::text)) STORED NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        published_at timestamptz,
        version integer NOT NULL,
        CONSTRAINT courses_program UNIQUE (space_id, program_id),
        CONSTRAINT courses_status CHECK (status IN ('draft', 'published', 'archived')),
        CONSTRAINT courses_published CHECK ((status = 'draft') = (revision IS NULL)),
        CONSTRAINT courses_published_at CHECK ((revision IS NULL) = (published_at IS NULL))
      )`);
    await queryRunner.query('CREATE INDEX courses_catalogue ON courses (space_id, status, published_at, id)');
    await queryRunner.query('CREATE INDEX courses_by_title ON courses (space_id, status, title, id)');
    await queryRunner.query('CREATE INDEX courses_of_space ON courses (space_id, created_at, id)');
    await queryRunner.query('CREATE INDEX courses_of_category ON courses (space_id, category_id)');
    await queryRunner.query(`
      CREATE TABLE course_authors (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        course_id uuid NOT NULL,
        person_id uuid NOT NULL,
        PRIMARY KEY (space_id, course_id, person_id)
      )`);
    await queryRunner.query('CREATE INDEX course_authors_person ON course_authors (space_id, person_id, course_id)');
    await queryRunner.query(`
      CREATE TABLE course_tags (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        tag text NOT NULL,
        course_id uuid NOT NULL,
        PRIMARY KEY (space_id, tag, course_id)
      )`);
    await queryRunner.query('CREATE INDEX course_tags_of_course ON course_tags (space_id, course_id)');
    await queryRunner.query(`
      CREATE TABLE course_prerequisites (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        course_id uuid NOT NULL,
        required_id uuid NOT NULL,
        PRIMARY KEY (space_id, course_id, required_id)
      )`);
    await queryRunner.query('CREATE INDEX course_prerequisites_of_required ON course_prerequisites (space_id, required_id)');
    await queryRunner.query(`
      CREATE TABLE course_modules (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        title text NOT NULL,
        summary text NOT NULL,
        "position" integer NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX course_modules_of_course ON course_modules (space_id, course_id, "position")');
    await queryRunner.query(`
      CREATE TABLE lessons (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        module_id uuid NOT NULL,
        title text NOT NULL,
        type text NOT NULL,
        content jsonb NOT NULL,
        shown jsonb NOT NULL,
        words text NOT NULL,
        required boolean NOT NULL,
        completion jsonb NOT NULL,
        opening jsonb NOT NULL,
        program_topic jsonb,
        "position" integer NOT NULL,
        version integer NOT NULL,
        updated_at timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX lessons_of_course ON lessons (space_id, course_id, module_id, "position")');
    await queryRunner.query(`
      CREATE TABLE question_banks (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        title text COLLATE "und-x-icu" NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT question_banks_title UNIQUE (space_id, course_id, title)
      )`);
    await queryRunner.query(`
      CREATE TABLE questions (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        bank_id uuid NOT NULL,
        content jsonb NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX questions_of_bank ON questions (space_id, bank_id, created_at, id)');
    await queryRunner.query(`
      CREATE TABLE course_revisions (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        number integer NOT NULL,
        variant integer NOT NULL,
        outline jsonb NOT NULL,
        lessons integer NOT NULL,
        note text NOT NULL,
        published_by uuid NOT NULL,
        published_at timestamptz NOT NULL,
        CONSTRAINT course_revisions_number UNIQUE (space_id, course_id, number, variant)
      )`);
    await queryRunner.query(`
      CREATE TABLE lesson_versions (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        hash text NOT NULL,
        title text NOT NULL,
        content jsonb NOT NULL,
        shown jsonb NOT NULL,
        words text NOT NULL,
        search tsvector GENERATED ALWAYS AS (setweight(to_tsvector('russian', title), 'A') || to_tsvector('russian', left(words, 200000))) STORED NOT NULL,
        pools jsonb NOT NULL,
        questions integer NOT NULL,
        CONSTRAINT lesson_versions_hash UNIQUE (space_id, course_id, lesson_id, hash)
      )`);
    await queryRunner.query(`
      CREATE TABLE cohorts (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        name text COLLATE "und-x-icu" NOT NULL,
        starts_at timestamptz,
        ends_at timestamptz,
        seats integer,
        seats_taken integer NOT NULL,
        version integer NOT NULL,
        CONSTRAINT cohorts_name UNIQUE (space_id, course_id, name),
        CONSTRAINT cohorts_seats CHECK (seats IS NULL OR seats_taken <= seats)
      )`);
    await queryRunner.query(`
      CREATE TABLE enrolments (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        person_id uuid NOT NULL,
        cohort_id uuid,
        revision_id uuid NOT NULL,
        source text NOT NULL,
        status text NOT NULL,
        ended_by uuid,
        ended_at timestamptz,
        enrolled_at timestamptz NOT NULL,
        expires_at timestamptz,
        completed_at timestamptz,
        last_lesson_id uuid,
        percent integer NOT NULL,
        CONSTRAINT enrolments_person UNIQUE (space_id, course_id, person_id),
        CONSTRAINT enrolments_status CHECK (status IN ('active', 'completed', 'ended'))
      )`);
    await queryRunner.query('CREATE INDEX enrolments_of_person ON enrolments (space_id, person_id, enrolled_at, id)');
    await queryRunner.query('CREATE INDEX enrolments_of_course ON enrolments (space_id, course_id, enrolled_at, id)');
    await queryRunner.query('CREATE INDEX enrolments_of_revision ON enrolments (space_id, revision_id, status)');
    await queryRunner.query('CREATE INDEX enrolments_of_cohort ON enrolments (space_id, cohort_id)');
    await queryRunner.query(`
      CREATE TABLE enrolment_codes (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        cohort_id uuid,
        code text NOT NULL,
        max_uses integer,
        uses integer NOT NULL,
        expires_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT enrolment_codes_code UNIQUE (space_id, code)
      )`);
    await queryRunner.query('CREATE INDEX enrolment_codes_of_course ON enrolment_codes (space_id, course_id, created_at, id)');
    await queryRunner.query(`
      CREATE TABLE course_invitations (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        cohort_id uuid,
        email text NOT NULL,
        expires_at timestamptz NOT NULL,
        accepted_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT course_invitations_email UNIQUE (space_id, course_id, email)
      )`);
    await queryRunner.query(
      'CREATE INDEX course_invitations_of_course ON course_invitations (space_id, course_id, created_at, id)',
    );
    await queryRunner.query(`
      CREATE TABLE lesson_progress (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        enrolment_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        version_id uuid NOT NULL,
        started_at timestamptz NOT NULL,
        active_ms integer NOT NULL,
        played jsonb NOT NULL,
        "position" double precision,
        percent double precision,
        completed_at timestamptz,
        retake boolean NOT NULL,
        PRIMARY KEY (space_id, enrolment_id, lesson_id)
      )`);
    await queryRunner.query(`
      CREATE TABLE study_sessions (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        enrolment_id uuid NOT NULL,
        person_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        version_id uuid NOT NULL,
        opened_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX study_sessions_of_enrolment ON study_sessions (space_id, enrolment_id)');
    await queryRunner.query(`
      CREATE TABLE study_evidence (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        session_id uuid NOT NULL,
        id uuid NOT NULL,
        started_at timestamptz NOT NULL,
        ended_at timestamptz NOT NULL,
        played_from double precision,
        played_to double precision,
        counted_ms integer NOT NULL,
        received_at timestamptz NOT NULL,
        PRIMARY KEY (space_id, session_id, id)
      )`);
    await queryRunner.query(`
      CREATE TABLE study_days (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        person_id uuid NOT NULL,
        day date NOT NULL,
        windows jsonb NOT NULL,
        PRIMARY KEY (space_id, person_id, day)
      )`);
    await queryRunner.query(`
      CREATE TABLE quiz_attempts (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        enrolment_id uuid NOT NULL,
        person_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        version_id uuid NOT NULL,
        number integer NOT NULL,
        status text NOT NULL,
        started_at timestamptz NOT NULL,
        deadline_at timestamptz,
        submitted_at timestamptz,
        points double precision,
        max_points double precision NOT NULL,
        percent double precision,
        items jsonb NOT NULL,
        shown jsonb NOT NULL,
        CONSTRAINT quiz_attempts_number UNIQUE (space_id, enrolment_id, lesson_id, number),
        CONSTRAINT quiz_attempts_graded CHECK ((status = 'graded') = (percent IS NOT NULL))
      )`);
    await queryRunner.query(
      'CREATE INDEX quiz_attempts_of_lesson ON quiz_attempts (space_id, course_id, lesson_id, submitted_at)',
    );
    await queryRunner.query('CREATE INDEX quiz_attempts_due ON quiz_attempts (space_id, status, deadline_at)');
    await queryRunner.query(
      'ALTER TABLE courses ADD CONSTRAINT courses_category FOREIGN KEY (category_id) REFERENCES course_categories(id) ON DELETE RESTRICT ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE course_authors ADD CONSTRAINT course_authors_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE course_tags ADD CONSTRAINT course_tags_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE course_prerequisites ADD CONSTRAINT course_prerequisites_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE course_prerequisites ADD CONSTRAINT course_prerequisites_required FOREIGN KEY (required_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE course_modules ADD CONSTRAINT course_modules_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE lessons ADD CONSTRAINT lessons_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE question_banks ADD CONSTRAINT question_banks_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE questions ADD CONSTRAINT questions_bank FOREIGN KEY (bank_id) REFERENCES question_banks(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE course_revisions ADD CONSTRAINT course_revisions_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE lesson_versions ADD CONSTRAINT lesson_versions_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE cohorts ADD CONSTRAINT cohorts_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE enrolments ADD CONSTRAINT enrolments_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE RESTRICT ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE enrolments ADD CONSTRAINT enrolments_cohort FOREIGN KEY (cohort_id) REFERENCES cohorts(id) ON DELETE RESTRICT ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE enrolments ADD CONSTRAINT enrolments_revision FOREIGN KEY (revision_id) REFERENCES course_revisions(id) ON DELETE RESTRICT ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE enrolment_codes ADD CONSTRAINT enrolment_codes_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE enrolment_codes ADD CONSTRAINT enrolment_codes_cohort FOREIGN KEY (cohort_id) REFERENCES cohorts(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE course_invitations ADD CONSTRAINT course_invitations_course FOREIGN KEY (course_id) REFERENCES courses(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE course_invitations ADD CONSTRAINT course_invitations_cohort FOREIGN KEY (cohort_id) REFERENCES cohorts(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE lesson_progress ADD CONSTRAINT lesson_progress_enrolment FOREIGN KEY (enrolment_id) REFERENCES enrolments(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE study_sessions ADD CONSTRAINT study_sessions_enrolment FOREIGN KEY (enrolment_id) REFERENCES enrolments(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE study_evidence ADD CONSTRAINT study_evidence_session FOREIGN KEY (session_id) REFERENCES study_sessions(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE quiz_attempts ADD CONSTRAINT quiz_attempts_enrolment FOREIGN KEY (enrolment_id) REFERENCES enrolments(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query('CREATE INDEX courses_search ON courses USING gin (search)');
    await queryRunner.query('CREATE INDEX lesson_versions_search ON lesson_versions USING gin (search)');
    await protectTable(queryRunner, 'people');
    await protectTable(queryRunner, 'course_categories');
    await protectTable(queryRunner, 'courses');
    await protectTable(queryRunner, 'course_authors');
    await protectTable(queryRunner, 'course_tags');
    await protectTable(queryRunner, 'course_prerequisites');
    await protectTable(queryRunner, 'course_modules');
    await protectTable(queryRunner, 'lessons');
    await protectTable(queryRunner, 'question_banks');
    await protectTable(queryRunner, 'questions');
    await protectTable(queryRunner, 'course_revisions');
    await protectTable(queryRunner, 'lesson_versions');
    await protectTable(queryRunner, 'cohorts');
    await protectTable(queryRunner, 'enrolments');
    await protectTable(queryRunner, 'enrolment_codes');
    await protectTable(queryRunner, 'course_invitations');
    await protectTable(queryRunner, 'lesson_progress');
    await protectTable(queryRunner, 'study_sessions');
    await protectTable(queryRunner, 'study_evidence');
    await protectTable(queryRunner, 'study_days');
    await protectTable(queryRunner, 'quiz_attempts');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE quiz_attempts DROP CONSTRAINT quiz_attempts_enrolment');
    await queryRunner.query('ALTER TABLE study_evidence DROP CONSTRAINT study_evidence_session');
    await queryRunner.query('ALTER TABLE study_sessions DROP CONSTRAINT study_sessions_enrolment');
    await queryRunner.query('ALTER TABLE lesson_progress DROP CONSTRAINT lesson_progress_enrolment');
    await queryRunner.query('ALTER TABLE course_invitations DROP CONSTRAINT course_invitations_cohort');
    await queryRunner.query('ALTER TABLE course_invitations DROP CONSTRAINT course_invitations_course');
    await queryRunner.query('ALTER TABLE enrolment_codes DROP CONSTRAINT enrolment_codes_cohort');
    await queryRunner.query('ALTER TABLE enrolment_codes DROP CONSTRAINT enrolment_codes_course');
    await queryRunner.query('ALTER TABLE enrolments DROP CONSTRAINT enrolments_revision');
    await queryRunner.query('ALTER TABLE enrolments DROP CONSTRAINT enrolments_cohort');
    await queryRunner.query('ALTER TABLE enrolments DROP CONSTRAINT enrolments_course');
    await queryRunner.query('ALTER TABLE cohorts DROP CONSTRAINT cohorts_course');
    await queryRunner.query('ALTER TABLE lesson_versions DROP CONSTRAINT lesson_versions_course');
    await queryRunner.query('ALTER TABLE course_revisions DROP CONSTRAINT course_revisions_course');
    await queryRunner.query('ALTER TABLE questions DROP CONSTRAINT questions_bank');
    await queryRunner.query('ALTER TABLE question_banks DROP CONSTRAINT question_banks_course');
    await queryRunner.query('ALTER TABLE lessons DROP CONSTRAINT lessons_course');
    await queryRunner.query('ALTER TABLE course_modules DROP CONSTRAINT course_modules_course');
    await queryRunner.query('ALTER TABLE course_prerequisites DROP CONSTRAINT course_prerequisites_required');
    await queryRunner.query('ALTER TABLE course_prerequisites DROP CONSTRAINT course_prerequisites_course');
    await queryRunner.query('ALTER TABLE course_tags DROP CONSTRAINT course_tags_course');
    await queryRunner.query('ALTER TABLE course_authors DROP CONSTRAINT course_authors_course');
    await queryRunner.query('ALTER TABLE courses DROP CONSTRAINT courses_category');
    await queryRunner.query('DROP TABLE quiz_attempts');
    await queryRunner.query('DROP TABLE study_days');
    await queryRunner.query('DROP TABLE study_evidence');
    await queryRunner.query('DROP TABLE study_sessions');
    await queryRunner.query('DROP TABLE lesson_progress');
    await queryRunner.query('DROP TABLE course_invitations');
    await queryRunner.query('DROP TABLE enrolment_codes');
    await queryRunner.query('DROP TABLE enrolments');
    await queryRunner.query('DROP TABLE cohorts');
    await queryRunner.query('DROP TABLE lesson_versions');
    await queryRunner.query('DROP TABLE course_revisions');
    await queryRunner.query('DROP TABLE questions');
    await queryRunner.query('DROP TABLE question_banks');
    await queryRunner.query('DROP TABLE lessons');
    await queryRunner.query('DROP TABLE course_modules');
    await queryRunner.query('DROP TABLE course_prerequisites');
    await queryRunner.query('DROP TABLE course_tags');
    await queryRunner.query('DROP TABLE course_authors');
    await queryRunner.query('DROP TABLE courses');
    await queryRunner.query('DROP TABLE course_categories');
    await queryRunner.query('DROP TABLE people');
  }
}
