import type { getCourseOverview } from '@lyceum/contracts/courses/course-overview';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Outline } from '../../authoring/revision/outline.ts';
import { listLessons } from '../../authoring/revision/outline.ts';
import { selectWaiting } from '../../discussing/discussion/select-waiting.ts';

type Overview = z.input<typeof getCourseOverview.response>;

interface Place {
  readonly courseId: string;
  readonly cohortId: string | undefined;
  /** Whoever has studied since is not idle. */
  readonly idleSince: Date;
}

/** Where the learners of a course are, by the lessons of an outline. */
export async function readOverview(db: EntityManager, outline: Outline, place: Place): Promise<Overview> {
  const learners = await countLearners(db, place);
  const started = await countByLesson(db, place);
  const stuck = new Map((await countStuck(db, place)).map((row) => [row.lessonId, row.stuck]));
  const open = new Map((await countOpenDiscussions(db, place)).map((row) => [row.lessonId, row.open]));
  const found = new Map(started.map((row) => [row.lessonId, row]));
  const lessons = listLessons(outline).map(({ id: lessonId, title, type }) => ({
    ...{ lessonId, title, type },
    ...(found.get(lessonId) ?? nobody),
    stuck: stuck.get(lessonId) ?? 0,
    openDiscussions: open.get(lessonId) ?? 0,
  }));
  return { ...learners, lessons };
}

const nobody = { started: 0, finished: 0, medianActiveSeconds: null, meanPercent: null };

/** Learners of the course, of one cohort if it is named, with the time they opened a lesson last. */
const selectLearners = `
  SELECT e.*, (SELECT max(opened_at) FROM study_sessions s WHERE s.enrolment_id = e.id) AS studied_at
  FROM enrolments e WHERE e.course_id = $1 AND ($2::uuid IS NULL OR e.cohort_id = $2)`;

const toParameters = ({ courseId, cohortId }: Place) => [courseId, cohortId ?? null];

async function countLearners(db: EntityManager, place: Place): Promise<Omit<Overview, 'lessons'>> {
  const [row = { active: 0, idle: 0, completed: 0, ended: 0 }] = await db.query<Omit<Overview, 'lessons'>[]>(
    `SELECT count(*) FILTER (WHERE status = 'active')::int AS active,
       count(*) FILTER (WHERE status = 'active' AND coalesce(studied_at, enrolled_at) < $3)::int AS idle,
       count(*) FILTER (WHERE status = 'completed')::int AS completed,
       count(*) FILTER (WHERE status = 'ended')::int AS ended
     FROM (${selectLearners}) AS learners`,
    [...toParameters(place), place.idleSince],
  );
  return row;
}

type LessonCount = Omit<Overview['lessons'][number], 'title' | 'type' | 'stuck' | 'openDiscussions'>;

function countByLesson(db: EntityManager, place: Place): Promise<LessonCount[]> {
  return db.query(
    `SELECT p.lesson_id AS "lessonId", count(*)::int AS started, count(p.completed_at)::int AS finished,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY p.active_ms) / 1000)::int AS "medianActiveSeconds",
       round(avg(p.percent)::numeric, 2)::double precision AS "meanPercent"
     FROM lesson_progress p JOIN enrolments e ON e.id = p.enrolment_id
     WHERE e.course_id = $1 AND ($2::uuid IS NULL OR e.cohort_id = $2) GROUP BY p.lesson_id`,
    toParameters(place),
  );
}

function countStuck(db: EntityManager, place: Place): Promise<{ lessonId: string; stuck: number }[]> {
  return db.query(
    `SELECT last_lesson_id AS "lessonId", count(*)::int AS stuck FROM (${selectLearners}) AS learners
     WHERE status = 'active' AND studied_at < $3 AND last_lesson_id IS NOT NULL GROUP BY last_lesson_id`,
    [...toParameters(place), place.idleSince],
  );
}

function countOpenDiscussions(db: EntityManager, place: Place): Promise<{ lessonId: string; open: number }[]> {
  return db.query(
    `SELECT lesson_id AS "lessonId", count(*)::int AS open FROM (${selectWaiting}) waiting
     WHERE course_id = $1 AND ($2::uuid IS NULL OR EXISTS (
       SELECT FROM enrolments e WHERE e.course_id = $1 AND e.person_id = waiting.person_id AND e.cohort_id = $2
     ))
     GROUP BY lesson_id`,
    toParameters(place),
  );
}
