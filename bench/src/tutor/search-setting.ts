import { randomUUID } from 'node:crypto';
import { LessonVersionEntity } from '@lyceum/chatbot/knowing/lesson-version/lesson-version.entity';
import { writePassages } from '@lyceum/chatbot/knowing/passage/write-passages';
import { chatbot } from '@lyceum/chatbot/service';
import { type Database, databaseNames } from '@lyceum/common/database';
import { connectDatabase } from '@lyceum/common/run/connect-database';
import { Client } from 'pg';
import { migrateServices, withServers } from '../servers.ts';
import type { SetPassage } from './question-sets.ts';

export interface IndexedCourse {
  readonly courseId: string;
  /** One for each lesson. */
  readonly versionIds: readonly string[];
  /** Id of a row → id of the passage in its set. */
  readonly names: ReadonlyMap<string, string>;
}

export interface SearchSetting {
  readonly database: Database;
  /** Writes a course as the service indexes it. */
  index(passages: readonly SetPassage[], space?: string): Promise<IndexedCourse>;
  /** After writing: what the planner and index-only scans need, which autovacuum does in its time. */
  vacuum(): Promise<void>;
}

/** The tables of the chatbot, reached with the role of the service, under its policies. */
export function withSearch<Result>(run: (setting: SearchSetting) => Promise<Result>): Promise<Result> {
  return withServers(async ({ postgres: { ownerUrl } }) => {
    const url = (await migrateServices(ownerUrl, [chatbot]))(chatbot);
    const database = await connectDatabase({
      ...{ url, schema: databaseNames(chatbot.name).schema, entities: chatbot.entities, poolSize: 4 },
    });
    try {
      return await run({
        database,
        index: (passages, space = 'main') => indexCourse(database, passages, space),
        async vacuum() {
          const owner = new Client({ connectionString: ownerUrl });
          await owner.connect();
          await owner.query('VACUUM ANALYZE');
          await owner.end();
        },
      });
    } finally {
      await database.stop();
    }
  });
}

async function indexCourse(database: Database, passages: readonly SetPassage[], space: string): Promise<IndexedCourse> {
  const courseId = randomUUID();
  const names = new Map<string, string>();
  const versionIds: string[] = [];
  for (const [lesson, ofLesson] of Map.groupBy(passages, ({ course, lesson }) => `${course} ${lesson}`)) {
    const version = { id: randomUUID(), courseId, lessonId: randomUUID(), title: lesson, moduleTitle: '' };
    const drafts = ofLesson.map(({ headingPath, text }) => ({ headingPath, text, blockId: null, cues: null }));
    await database.transact({ space }, async (db) => {
      await db.insert(LessonVersionEntity, { ...version, videoId: null, indexedAt: null, embeddingModel: null });
      const rows = await writePassages(db, version, drafts, new Date());
      for (const [index, { id }] of rows.entries()) names.set(id, ofLesson[index]?.id ?? '');
    });
    versionIds.push(version.id);
  }
  return { courseId, versionIds, names };
}
