import type { Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import type { ReminderSentRow } from './reminder-sent.entity.ts';

type Reminder = Pick<ReminderSentRow, 'personId' | 'occasion'>;

/** The day of UTC, for mails that come once a day. */
export function toDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** Notes what people are told, and returns what is new. Of two at once the second waits for the first and finds it noted. */
export async function noteReminders<New extends Reminder>(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  reminders: readonly New[],
): Promise<New[]> {
  const rows = await db.query<{ person_id: string; occasion: string }[]>(
    `INSERT INTO reminders_sent (person_id, occasion, sent_at)
     SELECT person_id, occasion, $3 FROM unnest($1::uuid[], $2::text[]) AS noted (person_id, occasion) ORDER BY 1, 2
     ON CONFLICT DO NOTHING RETURNING person_id, occasion`,
    [...toColumns(reminders), ctx.now()],
  );
  return pick(reminders, rows);
}

/** Whether no mail of this name has gone to the person today; notes that one goes now. */
export async function noteFirstToday(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  personId: string,
  name: string,
): Promise<boolean> {
  const noted = await noteReminders(db, ctx, [{ personId, occasion: `${name} ${toDay(ctx.now())}` }]);
  return noted.length > 0;
}

/** Those that are not noted yet. */
export async function findUnsent<Known extends Reminder>(db: EntityManager, reminders: readonly Known[]): Promise<Known[]> {
  const rows = await db.query<{ person_id: string; occasion: string }[]>(
    `SELECT person_id, occasion FROM unnest($1::uuid[], $2::text[]) AS asked (person_id, occasion)
     WHERE NOT EXISTS (
       SELECT FROM reminders_sent s WHERE s.person_id = asked.person_id AND s.occasion = asked.occasion)`,
    toColumns(reminders),
  );
  return pick(reminders, rows);
}

const toColumns = (reminders: readonly Reminder[]) => [
  reminders.map(({ personId }) => personId),
  reminders.map(({ occasion }) => occasion),
];

function pick<Known extends Reminder>(
  reminders: readonly Known[],
  rows: readonly { person_id: string; occasion: string }[],
): Known[] {
  const keys = new Set(rows.map((row) => `${row.person_id} ${row.occasion}`));
  return reminders.filter(({ personId, occasion }) => keys.has(`${personId} ${occasion}`));
}
