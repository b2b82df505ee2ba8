import type { Caller } from '@lyceum/llm/task-models';
import type { EntityManager } from 'typeorm';
import { type Amount, lockDays, toDay } from './budget-days.ts';
import { exhausted } from './exhausted.ts';
import { findLimits } from './find-limits.ts';

export interface Reservation {
  readonly day: string;
  readonly userId: string;
  readonly amount: Amount;
}

/**
 * Takes what a call may use at most from the budgets of the day, of the caller and of the space, or throws
 * `model_budget.exhausted`. Callers queue up at the locked rows of the day, so that together they never pass a limit.
 */
export async function reserve(
  db: EntityManager,
  caller: Caller,
  amount: Amount & { readonly currency: string | null },
  now: Date,
): Promise<Reservation> {
  const { userId } = caller;
  const day = toDay(now);
  const sums = await lockDays(db, day, userId);
  const limits = await findLimits(db, caller);
  for (const payer of ['user', 'space'] as const) {
    for (const kind of ['tokens', 'micros'] as const) {
      const limit = limits[payer][`${kind}PerDay`];
      const taken = sums[payer].used[kind] + sums[payer].reserved[kind];
      const needed = amount[kind];
      // What costs nothing is no matter of money.
      if (limit === null || needed === 0 || taken + needed <= limit) continue;
      throw exhausted(
        { payer, kind, limit, left: Math.max(limit - taken, 0), needed, currency: amount.currency, now },
        caller.locale,
      );
    }
  }
  await db.query(
    `UPDATE model_budget_days SET reserved_tokens = reserved_tokens + $3, reserved_micros = reserved_micros + $4
     WHERE day = $1 AND subject IN ($2, 'all')`,
    [day, userId, amount.tokens, amount.micros],
  );
  return { day, userId, amount: { tokens: amount.tokens, micros: amount.micros } };
}

/** Puts what was used in the place of what was reserved. */
export async function settle(db: EntityManager, { day, userId, amount }: Reservation, used: Amount): Promise<void> {
  // One after the other, and in the order of `lockDays`.
  for (const subject of [userId, 'all']) {
    await db.query(
      `UPDATE model_budget_days SET used_tokens = used_tokens + $3, used_micros = used_micros + $4,
         reserved_tokens = reserved_tokens - $5, reserved_micros = reserved_micros - $6
       WHERE day = $1 AND subject = $2`,
      [day, subject, used.tokens, used.micros, amount.tokens, amount.micros],
    );
  }
}
