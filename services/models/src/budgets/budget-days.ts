import type { EntityManager } from 'typeorm';
import type { Payer } from './find-limits.ts';

export interface Amount {
  readonly tokens: number;
  /** Millionths of the currency unit. A space has one currency: amounts are added as they are. */
  readonly micros: number;
}

export interface DaySums {
  readonly used: Amount;
  readonly reserved: Amount;
}

/** Budgets are of a day in UTC. */
export function toDay(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

interface DayRow {
  subject: string;
  usedTokens: number;
  usedMicros: number;
  reservedTokens: number;
  reservedMicros: number;
}

// Sums stay below 2^53, which float8 holds exactly. The row of the space comes last: everybody waits for it.
const select = `
  SELECT subject, used_tokens::float8 AS "usedTokens", used_micros::float8 AS "usedMicros",
    reserved_tokens::float8 AS "reservedTokens", reserved_micros::float8 AS "reservedMicros"
  FROM model_budget_days WHERE day = $1 AND subject IN ($2, 'all') ORDER BY subject = 'all'`;

export async function findDays(db: EntityManager, day: string, userId: string): Promise<Record<Payer, DaySums>> {
  return toSums(await db.query<DayRow[]>(select, [day, userId]));
}

/** Makes the rows where they are missing, and locks them until the transaction ends. */
export async function lockDays(db: EntityManager, day: string, userId: string): Promise<Record<Payer, DaySums>> {
  await db.query("INSERT INTO model_budget_days (day, subject) VALUES ($1, $2), ($1, 'all') ON CONFLICT DO NOTHING", [
    day,
    userId,
  ]);
  return toSums(await db.query<DayRow[]>(`${select} FOR UPDATE`, [day, userId]));
}

function toSums(rows: readonly DayRow[]): Record<Payer, DaySums> {
  const of = (row: DayRow | undefined): DaySums => ({
    used: { tokens: row?.usedTokens ?? 0, micros: row?.usedMicros ?? 0 },
    reserved: { tokens: row?.reservedTokens ?? 0, micros: row?.reservedMicros ?? 0 },
  });
  return {
    user: of(rows.find(({ subject }) => subject !== 'all')),
    space: of(rows.find(({ subject }) => subject === 'all')),
  };
}
