import type { Context } from '@lyceum/common/context';
import { publish } from '@lyceum/common/outbox';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { EntityManager } from 'typeorm';
import { findTimeZones } from '../../enrolling/person/find-time-zones.ts';
import { findWanting } from '../mail-preference/find-wanting.ts';
import type { Deadlines } from './find-deadlines.ts';
import { findOccasions } from './find-occasions.ts';
import { findUnsent, noteReminders, toDay } from './note-reminders.ts';
import { reminderMail } from './reminder.mail.ts';

/** One mail for each of these people with all that is new to them; none to whoever had one today. */
export async function remindPeople(
  db: EntityManager,
  ctx: Context,
  deadlines: Deadlines,
  personIds: readonly string[],
): Promise<void> {
  const wanting = await findWanting(db, personIds, { kind: 'reminders' });
  const unsent = await findUnsent(db, await findOccasions(db, ctx, deadlines, [...wanting]));
  const day = toDay(ctx.now());
  const reached = [...new Set(unsent.map(({ personId }) => personId))];
  const mailed = await noteReminders(
    db,
    ctx,
    reached.map((personId) => ({ personId, occasion: day })),
  );
  const today = new Set(mailed.map(({ personId }) => personId));
  const fresh = await noteReminders(
    db,
    ctx,
    unsent.filter(({ personId }) => today.has(personId)),
  );
  const toZone = await findTimeZones(db, [...today]);
  for (const [accountId, items] of Map.groupBy(fresh, ({ personId }) => personId)) {
    const [first, ...others] = items.map(({ courseId, courseTitle, lesson, at }) => ({ courseId, courseTitle, lesson, at }));
    if (!first) continue;
    const zone = toZone(accountId);
    await publish(db, ctx, mailRequested, reminderMail({ accountId, data: { items: [first, ...others], zone } }));
  }
}
