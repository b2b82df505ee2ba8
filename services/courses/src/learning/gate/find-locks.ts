import type { LessonLock } from '@lyceum/contracts/courses/lesson-lock';
import { listLessons, type Outline, type OutlineLesson } from '../../authoring/revision/outline.ts';

type WithoutMessage<Lock> = Lock extends unknown ? Omit<Lock, 'message'> : never;

/** Why a lesson is not open, before it is said in a language. */
export type Lock = WithoutMessage<LessonLock>;

/** What is known of a learner; dates are those of the server. */
export interface LearnerState {
  readonly status: 'active' | 'completed' | 'ended';
  readonly enrolledAt: Date;
  readonly expiresAt: Date | null;
  readonly cohort: { readonly startsAt: Date | null; readonly endsAt: Date | null } | null;
  /** Courses to finish before that are not finished. */
  readonly unmet: readonly { readonly courseId: string; readonly title: string }[];
  /** Lessons that were opened once: what comes before them or was put off later closes them no more. */
  readonly started: ReadonlySet<string>;
  /** Lessons that are finished. */
  readonly finished: ReadonlySet<string>;
}

/** Who wants to open a lesson: whoever teaches the course sees all of it, a stranger none. */
export type Viewer = 'teacher' | 'stranger' | LearnerState;

const dayMs = 86_400_000;

/** The one gate of every door: by the id of a lesson, why it is not open; null where it is. */
export function findLocks(outline: Outline, viewer: Viewer, now: Date): ReadonlyMap<string, Lock | null> {
  const lessons = listLessons(outline);
  if (viewer === 'teacher') return new Map(lessons.map(({ id }) => [id, null]));
  if (viewer === 'stranger') return new Map(lessons.map(({ id }) => [id, { code: 'not-enrolled' }]));
  const closed = findCourseLock(viewer, now);
  const locks = new Map<string, Lock | null>();
  let unfinished: OutlineLesson | undefined;
  for (const lesson of lessons) {
    locks.set(lesson.id, closed ?? findLessonLock(lesson, unfinished, viewer, now));
    if (outline.sequential && lesson.required && !viewer.finished.has(lesson.id)) unfinished ??= lesson;
  }
  return locks;
}

/** What closes all lessons. */
function findCourseLock({ status, expiresAt, cohort, unmet }: LearnerState, now: Date): Lock | null {
  if (status === 'ended') return { code: 'enrolment-ended' };
  if (expiresAt && expiresAt <= now) return { code: 'enrolment-expired', at: expiresAt.toISOString() };
  if (cohort?.startsAt && cohort.startsAt > now) return { code: 'cohort-not-started', at: cohort.startsAt.toISOString() };
  if (cohort?.endsAt && cohort.endsAt <= now) return { code: 'cohort-ended', at: cohort.endsAt.toISOString() };
  const [first] = unmet;
  return first ? { code: 'prerequisite', courseId: first.courseId, title: first.title } : null;
}

function findLessonLock(
  lesson: OutlineLesson,
  unfinished: OutlineLesson | undefined,
  learner: LearnerState,
  now: Date,
): Lock | null {
  if (learner.started.has(lesson.id)) return null;
  const opensAt = findOpening(lesson, learner);
  if (opensAt && opensAt > now) return { code: 'opens-later', at: opensAt.toISOString() };
  if (!unfinished) return null;
  const { id: lessonId, title, completion } = unfinished;
  return { code: 'lesson-unfinished', lessonId, title, completion };
}

function findOpening({ opening }: OutlineLesson, { enrolledAt, cohort }: LearnerState): Date | null {
  if (opening.opens === 'at-once') return null;
  if (opening.opens === 'at') return new Date(opening.at);
  return addDays({ enrolledAt, cohort }, opening.days);
}

/** Days of 24 hours since the enrolment or, in a cohort, since its start. */
export function addDays({ enrolledAt, cohort }: Pick<LearnerState, 'enrolledAt' | 'cohort'>, days: number): Date {
  const start = cohort?.startsAt ?? enrolledAt;
  return new Date(start.getTime() + days * dayMs);
}
