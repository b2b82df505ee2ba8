import type { EntityManager } from 'typeorm';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Moments that learners are reminded of. */
export interface Horizon {
  /** A day has 24 hours in which something comes near; one more for the next run of the job. */
  readonly from: Date;
  readonly to: Date;
  /** Until then the end of an enrolment is told. */
  readonly endsBy: Date;
}

export function toHorizon(now: Date): Horizon {
  const after = (ms: number) => new Date(now.getTime() + ms);
  return { from: after(23 * hourMs), to: after(2 * dayMs), endsBy: after(3 * dayMs) };
}

/** Where assignments may be due within the horizon. */
export interface Deadlines extends Horizon {
  /** Courses with an assignment that is due for all at a moment. */
  readonly courseIds: readonly string[];
  /** Courses with an assignment that is due for whoever began within a stretch of time. */
  readonly stretches: readonly { readonly courseId: string; readonly from: Date; readonly to: Date }[];
}

/** By indexes of what published lessons say of their deadlines: learners are not looked at. */
export async function findDeadlines(db: EntityManager, horizon: Horizon): Promise<Deadlines> {
  // A second more: authors may leave out its fractions.
  const [from, to] = [horizon.from, new Date(horizon.to.getTime() + 1_000)].map((at) => at.toISOString().slice(0, 19));
  const fixed = await db.query<{ course_id: string }[]>(
    'SELECT DISTINCT course_id FROM lesson_versions WHERE due_at >= $1 AND due_at < $2',
    [from, to],
  );
  const relative = await db.query<{ course_id: string; due_days: number }[]>(
    'SELECT DISTINCT course_id, due_days FROM lesson_versions WHERE due_days >= 1',
  );
  const earlier = (at: Date, days: number) => new Date(at.getTime() - days * dayMs);
  const stretches = relative.map(({ course_id: courseId, due_days: days }) => ({
    ...{ courseId, from: earlier(horizon.from, days), to: earlier(horizon.to, days) },
  }));
  return { ...horizon, courseIds: fixed.map((row) => row.course_id), stretches };
}
