import type { EntityManager } from 'typeorm';

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

/** Discussions without an answer. */
const findOpenDiscussions: FindWaiting = (db, courseIds, before) =>
  db.query(
    `SELECT course_id AS "courseId", 'discussions' AS kind, count(*)::int AS count, min(created_at) AS oldest FROM discussions
     WHERE answer_id IS NULL AND course_id = ANY($1) AND created_at < $2 GROUP BY course_id`,
    [courseIds, before],
  );

/** Each kind of what waits has one here, and its words in the mail. */
const sources: readonly FindWaiting[] = [findUngraded, findOpenDiscussions];

/** What waits in these courses since before a moment. */
export async function findWaiting(db: EntityManager, courseIds: readonly string[], before: Date): Promise<Waiting[]> {
  const waiting: Waiting[] = [];
  for (const find of sources) waiting.push(...(await find(db, courseIds, before)));
  return waiting;
}
