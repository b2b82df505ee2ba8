import { protectTable } from '@lyceum/common/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLibrary1796058878777 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE videos (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        title text COLLATE "und-x-icu" NOT NULL,
        description text NOT NULL,
        folder_id uuid,
        chapters jsonb NOT NULL,
        offers_file boolean NOT NULL,
        poster_second double precision,
        status text NOT NULL,
        current_encoding_id uuid,
        newest_encoding_id uuid,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        deleted_at timestamptz,
        purge_at timestamptz,
        version integer NOT NULL,
        CONSTRAINT videos_status CHECK (status IN ('waiting', 'processing', 'playable', 'ready', 'failed')),
        CONSTRAINT videos_deleted CHECK ((deleted_at IS NULL) = (purge_at IS NULL))
      )`);
    await queryRunner.query('CREATE INDEX videos_of_space ON videos (space_id, created_at, id)');
    await queryRunner.query('CREATE INDEX videos_by_title ON videos (space_id, title, id)');
    await queryRunner.query('CREATE INDEX videos_of_owner ON videos (space_id, owner_id, created_at, id)');
    await queryRunner.query('CREATE INDEX videos_of_folder ON videos (space_id, folder_id, created_at, id)');
    await queryRunner.query('CREATE INDEX videos_to_purge ON videos (space_id, purge_at) WHERE purge_at IS NOT NULL');
    await queryRunner.query(`
      CREATE TABLE video_folders (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        name text COLLATE "und-x-icu" NOT NULL,
        parent_id uuid,
        created_at timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX video_folders_of_parent ON video_folders (space_id, parent_id)');
    await queryRunner.query(`
      CREATE TABLE captions (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        video_id uuid NOT NULL,
        language text NOT NULL,
        label text NOT NULL,
        cues jsonb NOT NULL,
        object_id uuid NOT NULL,
        bytes integer NOT NULL,
        updated_at timestamptz NOT NULL,
        CONSTRAINT captions_language UNIQUE (space_id, video_id, language)
      )`);
    await queryRunner.query('CREATE INDEX captions_of_video ON captions (video_id)');
    await queryRunner.query(`
      CREATE TABLE course_usages (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        course_id uuid NOT NULL,
        occurred_at timestamptz NOT NULL,
        PRIMARY KEY (space_id, course_id)
      )`);
    await queryRunner.query(`
      CREATE TABLE video_usages (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL,
        course_title text NOT NULL,
        lesson_id uuid NOT NULL,
        lesson_title text NOT NULL,
        video_id uuid NOT NULL,
        CONSTRAINT video_usages_lesson UNIQUE (space_id, course_id, lesson_id, video_id)
      )`);
    await queryRunner.query('CREATE INDEX video_usages_of_video ON video_usages (space_id, video_id, id)');
    await queryRunner.query(`
      CREATE TABLE media_uploads (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        video_id uuid NOT NULL,
        makes_video boolean NOT NULL,
        name text NOT NULL,
        size bigint NOT NULL,
        sha256 text,
        status text NOT NULL,
        way text NOT NULL,
        part_size integer NOT NULL,
        store_upload_id text,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT media_uploads_status CHECK (status IN ('open', 'completed')),
        CONSTRAINT media_uploads_way CHECK (way IN ('parts', 'tus'))
      )`);
    await queryRunner.query('CREATE INDEX media_uploads_of_person ON media_uploads (space_id, person_id, created_at, id)');
    await queryRunner.query('CREATE INDEX media_uploads_of_video ON media_uploads (video_id)');
    await queryRunner.query('CREATE INDEX media_uploads_expired ON media_uploads (space_id, expires_at)');
    await queryRunner.query(`
      CREATE TABLE encodings (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        video_id uuid NOT NULL,
        status text NOT NULL,
        progress integer NOT NULL,
        steps jsonb NOT NULL,
        failure_code text,
        failure_step text,
        source_bytes bigint NOT NULL,
        stored_bytes bigint NOT NULL,
        sha256 text,
        duration_seconds double precision,
        width integer,
        height integer,
        frame_rate double precision,
        has_audio boolean,
        master_key text NOT NULL,
        poster integer NOT NULL,
        storyboard jsonb,
        plain_file_bytes bigint,
        version integer NOT NULL,
        run_id uuid,
        seen_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        playable_at timestamptz,
        ended_at timestamptz,
        CONSTRAINT encodings_status CHECK (status IN ('queued', 'running', 'done', 'failed')),
        CONSTRAINT encodings_failure CHECK ((status = 'failed') = (failure_code IS NOT NULL))
      )`);
    await queryRunner.query('CREATE INDEX encodings_of_video ON encodings (video_id, created_at)');
    await queryRunner.query("CREATE INDEX encodings_open ON encodings (space_id, seen_at) WHERE status IN ('queued', 'running')");
    await queryRunner.query(`
      CREATE TABLE renditions (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        encoding_id uuid NOT NULL,
        name text NOT NULL,
        kind text NOT NULL,
        width integer,
        height integer,
        frame_rate double precision,
        codec text NOT NULL,
        bandwidth integer NOT NULL,
        average_bandwidth integer NOT NULL,
        segments jsonb NOT NULL,
        CONSTRAINT renditions_name UNIQUE (space_id, encoding_id, name),
        CONSTRAINT renditions_kind CHECK (kind IN ('video', 'audio'))
      )`);
    await queryRunner.query('CREATE INDEX renditions_of_encoding ON renditions (encoding_id)');
    await queryRunner.query(`
      CREATE TABLE playbacks (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        roles text array NOT NULL,
        video_id uuid NOT NULL,
        encoding_id uuid NOT NULL,
        lesson_id uuid,
        device text NOT NULL,
        file_token_hash text,
        stretches integer array NOT NULL,
        took_file boolean NOT NULL,
        started_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz
      )`);
    await queryRunner.query('CREATE INDEX playbacks_of_person ON playbacks (space_id, person_id, last_seen_at)');
    await queryRunner.query('CREATE INDEX playbacks_of_video ON playbacks (video_id)');
    await queryRunner.query('CREATE INDEX playbacks_of_encoding ON playbacks (encoding_id)');
    await queryRunner.query(
      'CREATE INDEX playbacks_of_file ON playbacks (space_id, file_token_hash) WHERE file_token_hash IS NOT NULL',
    );
    await queryRunner.query('CREATE INDEX playbacks_expired ON playbacks (space_id, expires_at)');
    await queryRunner.query(`
      CREATE TABLE watch_positions (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        person_id uuid NOT NULL,
        video_id uuid NOT NULL,
        seconds double precision NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (space_id, person_id, video_id)
      )`);
    await queryRunner.query('CREATE INDEX watch_positions_of_video ON watch_positions (video_id)');
    await queryRunner.query(`
      CREATE TABLE images (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        purpose text NOT NULL,
        name text NOT NULL,
        type text NOT NULL,
        size integer NOT NULL,
        status text NOT NULL,
        failure_code text,
        variants jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        deleted_at timestamptz,
        CONSTRAINT images_status CHECK (status IN ('waiting', 'processing', 'ready', 'failed')),
        CONSTRAINT images_failure CHECK ((status = 'failed') = (failure_code IS NOT NULL))
      )`);
    await queryRunner.query('CREATE INDEX images_of_owner ON images (space_id, owner_id, created_at, id)');
    await queryRunner.query("CREATE INDEX images_unfinished ON images (space_id, created_at) WHERE status <> 'ready'");
    await queryRunner.query(
      'ALTER TABLE captions ADD CONSTRAINT captions_video FOREIGN KEY (video_id) REFERENCES videos(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE media_uploads ADD CONSTRAINT media_uploads_video FOREIGN KEY (video_id) REFERENCES videos(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE encodings ADD CONSTRAINT encodings_video FOREIGN KEY (video_id) REFERENCES videos(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE renditions ADD CONSTRAINT renditions_encoding FOREIGN KEY (encoding_id) REFERENCES encodings(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE playbacks ADD CONSTRAINT playbacks_video FOREIGN KEY (video_id) REFERENCES videos(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE playbacks ADD CONSTRAINT playbacks_encoding FOREIGN KEY (encoding_id) REFERENCES encodings(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query(
      'ALTER TABLE watch_positions ADD CONSTRAINT watch_positions_video FOREIGN KEY (video_id) REFERENCES videos(id) ON DELETE CASCADE ON UPDATE NO ACTION',
    );
    await queryRunner.query('CREATE INDEX videos_title_trigrams ON videos USING gin (title gin_trgm_ops)');
    await protectTable(queryRunner, 'videos');
    await protectTable(queryRunner, 'video_folders');
    await protectTable(queryRunner, 'captions');
    await protectTable(queryRunner, 'course_usages');
    await protectTable(queryRunner, 'video_usages');
    await protectTable(queryRunner, 'media_uploads');
    await protectTable(queryRunner, 'encodings');
    await protectTable(queryRunner, 'renditions');
    await protectTable(queryRunner, 'playbacks');
    await protectTable(queryRunner, 'watch_positions');
    await protectTable(queryRunner, 'images');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE watch_positions DROP CONSTRAINT watch_positions_video');
    await queryRunner.query('ALTER TABLE playbacks DROP CONSTRAINT playbacks_encoding');
    await queryRunner.query('ALTER TABLE playbacks DROP CONSTRAINT playbacks_video');
    await queryRunner.query('ALTER TABLE renditions DROP CONSTRAINT renditions_encoding');
    await queryRunner.query('ALTER TABLE encodings DROP CONSTRAINT encodings_video');
    await queryRunner.query('ALTER TABLE media_uploads DROP CONSTRAINT media_uploads_video');
    await queryRunner.query('ALTER TABLE captions DROP CONSTRAINT captions_video');
    await queryRunner.query('DROP TABLE images');
    await queryRunner.query('DROP TABLE watch_positions');
    await queryRunner.query('DROP TABLE playbacks');
    await queryRunner.query('DROP TABLE renditions');
    await queryRunner.query('DROP TABLE encodings');
    await queryRunner.query('DROP TABLE media_uploads');
    await queryRunner.query('DROP TABLE video_usages');
    await queryRunner.query('DROP TABLE course_usages');
    await queryRunner.query('DROP TABLE captions');
    await queryRunner.query('DROP TABLE video_folders');
    await queryRunner.query('DROP TABLE videos');
  }
}
