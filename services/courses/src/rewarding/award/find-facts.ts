import type { AchievementFact } from '@lyceum/contracts/courses/achievement';
import type { EntityManager } from 'typeorm';
import { findStudyRuns } from '../streak/find-study-runs.ts';
import type { Fact } from './evaluate-rule.ts';

interface FactColumns {
  id: string;
  person_id: string;
  course_id: string;
  enrolled_at: Date;
  occurred_at: Date;
  percent: number | null;
  attempt: number | null;
  ordinal: number;
  course_ordinal: number;
}

const sources: Readonly<Record<Exclude<AchievementFact, 'study-streak'>, string>> = {
  'lesson-completed': `
    SELECT progress.enrolment_id || ' ' || progress.lesson_id AS id, progress.completed_at AS occurred_at, progress.percent,
      NULL::integer AS attempt, enrolment.person_id, enrolment.course_id, enrolment.enrolled_at
    FROM enrolments enrolment JOIN lesson_progress progress ON progress.enrolment_id = enrolment.id
    WHERE enrolment.person_id = ANY($1) AND progress.completed_at IS NOT NULL`,
  'attempt-graded': `
    SELECT attempt.id::text, attempt.submitted_at AS occurred_at, attempt.percent,
      attempt.number AS attempt, enrolment.person_id, enrolment.course_id, enrolment.enrolled_at
    FROM enrolments enrolment JOIN quiz_attempts attempt ON attempt.enrolment_id = enrolment.id
    WHERE enrolment.person_id = ANY($1) AND attempt.status = 'graded'`,
  'course-completed': `
    SELECT id::text, completed_at AS occurred_at, NULL::double precision AS percent,
      NULL::integer AS attempt, person_id, course_id, enrolled_at
    FROM enrolments WHERE person_id = ANY($1) AND completed_at IS NOT NULL`,
};

/**
 * All that people have done of one kind, each person’s in the order in which it happened. Who asks for runs of days waits for others
 * who do so for the same people, until the transaction ends: a run may grow at both ends.
 */
export async function findFacts(db: EntityManager, when: AchievementFact, personIds: readonly string[]): Promise<Fact[]> {
  if (when === 'study-streak') return findStreaks(db, personIds);
  const rows = await db.query<FactColumns[]>(
    `SELECT *,
       (row_number() OVER (PARTITION BY person_id ORDER BY occurred_at, id))::integer AS ordinal,
       (row_number() OVER (PARTITION BY person_id, course_id ORDER BY occurred_at, id))::integer AS course_ordinal
     FROM (${sources[when]}) AS fact
     ORDER BY person_id, occurred_at, id`,
    [personIds],
  );
  return rows.map(({ id, percent, attempt, ordinal, ...row }) => ({
    ...{ id, percent, attempt, ordinal, courseOrdinal: row.course_ordinal, run: null },
    ...{ personId: row.person_id, courseId: row.course_id, enrolledAt: row.enrolled_at, occurredAt: row.occurred_at },
  }));
}

async function findStreaks(db: EntityManager, personIds: readonly string[]): Promise<Fact[]> {
  await db.query(
    `SELECT pg_advisory_xact_lock(hashtextextended('runs ' || current_setting('app.space') || ' ' || person_id, 0))
     FROM unnest($1::text[]) AS person_id`,
    [personIds.toSorted()],
  );
  const runs = await findStudyRuns(db, personIds);
  return [...runs].flatMap(([personId, known]) =>
    known.map((run, index) => ({
      ...{ id: run.firstDay, personId, courseId: null, occurredAt: new Date(`${run.lastDay}T23:59:59.999Z`), run },
      ...{ ordinal: index + 1, courseOrdinal: index + 1, enrolledAt: null, percent: null, attempt: null },
    })),
  );
}
