import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { type EntityManager, In } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { CourseAuthorEntity } from '../../authoring/course/course-author.entity.ts';
import { findTimeZones } from '../../enrolling/person/find-time-zones.ts';
import { findWanting } from '../mail-preference/find-wanting.ts';
import { noteReminders, toDay } from '../reminder/note-reminders.ts';
import { digestMail } from './digest.mail.ts';
import { findWaiting } from './find-waiting.ts';

export const toOccasion = (before: Date) => `digest ${toDay(before)}`;

/** One mail a day for each of these authors with all that waits for them; none where nothing does. */
export async function mailAuthors(db: EntityManager, ctx: Context, personIds: readonly string[], before: Date): Promise<void> {
  const wanting = await findWanting(db, personIds, { kind: 'digest' });
  const authors = await db.findBy(CourseAuthorEntity, { personId: In([...wanting]) });
  const waiting = Map.groupBy(
    await findWaiting(db, [...new Set(authors.map(({ courseId }) => courseId))], before),
    ({ courseId }) => courseId,
  );
  const concerned = Map.groupBy(
    authors.filter(({ courseId }) => waiting.has(courseId)),
    ({ personId }) => personId,
  );
  const occasion = toOccasion(before);
  const fresh = await noteReminders(
    db,
    ctx,
    [...concerned.keys()].map((personId) => ({ personId, occasion })),
  );
  const titles = await findTitles(db, [...waiting.keys()]);
  const toZone = await findTimeZones(
    db,
    fresh.map(({ personId }) => personId),
  );
  for (const { personId: accountId } of fresh) {
    const [first, ...others] = (concerned.get(accountId) ?? [])
      .flatMap(({ courseId }) => waiting.get(courseId) ?? [])
      .sort((one, other) => one.oldest.getTime() - other.oldest.getTime())
      .map((one) => ({ ...one, courseTitle: titles.get(one.courseId) ?? '' }));
    if (!first) continue;
    const zone = toZone(accountId);
    await publish(db, ctx, mailRequested, digestMail({ accountId, data: { items: [first, ...others], zone } }));
  }
}

async function findTitles(db: EntityManager, courseIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const courses = await db.find(CourseEntity, { select: { id: true, title: true }, where: { id: In(courseIds) } });
  return new Map(courses.map(({ id, title }) => [id, title]));
}
