import type { EntityManager } from 'typeorm';
import { selectWaiting } from '../../discussing/discussion/select-waiting.ts';

/** What waits in a course for those who teach it. */
export interface Waiting {
  readonly courseId: string;
  readonly kind: 'works' | 'discussions';
  readonly count: number;
  readonly oldest: Date;
}

type FindWaiting = (db: EntityManager, courseIds: readonly string[], before: Date) => Promise<Waiting[]>;

/** Handed-in work without a grade. */
const findUngraded: FindWaiting = (db, courseIds, before) =>
  db.query(
    `SELECT course_id AS "courseId", 'works' AS kind, count(*)::int AS count, min(submitted_at) AS oldest FROM submissions
     WHERE status = 'submitted' AND course_id = ANY($1) AND submitted_at < $2 GROUP BY course_id`,
    [courseIds, before],
  );

/** Discussions that no teacher has answered yet, or not since somebody asked on. */
const findDiscussions: FindWaiting = (db, courseIds, before) =>
  db.query(
    `SELECT course_id AS "courseId", 'discussions' AS kind, count(*)::int AS count, min(since) AS oldest FROM (${selectWaiting}) waiting
     WHERE course_id = ANY($1) AND since < $2 GROUP BY course_id`,
    [courseIds, before],
  );

/** Each kind of what waits has one here, and its words in the mail. */
const sources: readonly FindWaiting[] = [findUngraded, findDiscussions];

/** What waits in these courses since before a moment. */
export async function findWaiting(db: EntityManager, courseIds: readonly string[], before: Date): Promise<Waiting[]> {
  const waiting: Waiting[] = [];
  for (const find of sources) waiting.push(...(await find(db, courseIds, before)));
  return waiting;
}
