import type { Context } from '@lyceum/common/context';
import { type EntityManager, In, IsNull } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import type { Deadlines } from './find-deadlines.ts';
import { findDueWork } from './find-due-work.ts';

/** Something a learner is reminded of, once. */
export interface Occasion {
  readonly personId: string;
  readonly occasion: string;
  readonly courseId: string;
  readonly courseTitle: string;
  /** The assignment to hand in; null when it is the enrolment that ends. */
  readonly lesson: { readonly id: string; readonly title: string } | null;
  readonly at: Date;
}

/** What these people are to be reminded of, the nearest first, whether it was told before or not. */
export async function findOccasions(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  deadlines: Deadlines,
  personIds: readonly string[],
): Promise<Occasion[]> {
  const now = ctx.now();
  const active = { personId: In(personIds), status: 'active' as const, mutedAt: IsNull() };
  const enrolments = (await db.findBy(EnrolmentEntity, active)).filter(({ expiresAt }) => !expiresAt || expiresAt > now);
  const due = await findDueWork(db, ctx, deadlines, enrolments);
  const works = due.map(({ enrolment: { id, personId, courseId }, lessonId, title, at }) => ({
    ...{ personId, courseId, at, lesson: { id: lessonId, title } },
    occasion: `due ${id} ${lessonId} ${at.toISOString()}`,
  }));
  const ends = enrolments.flatMap(({ id, personId, courseId, expiresAt: at }) =>
    at && at <= deadlines.endsBy ? [{ personId, courseId, at, lesson: null, occasion: `end ${id} ${at.toISOString()}` }] : [],
  );
  const occasions = [...works, ...ends].sort((one, other) => one.at.getTime() - other.at.getTime());
  const courses = await db.find(CourseEntity, {
    select: { id: true, title: true },
    where: { id: In([...new Set(occasions.map(({ courseId }) => courseId))]) },
  });
  const titles = new Map(courses.map(({ id, title }) => [id, title]));
  return occasions.map((occasion) => ({ ...occasion, courseTitle: titles.get(occasion.courseId) ?? '' }));
}
