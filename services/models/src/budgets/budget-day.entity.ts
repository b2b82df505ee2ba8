import { spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { bigintColumn } from '../bigint-column.ts';

/** What one person, or the whole space, took from the budgets of one day. Calls lock these rows, so they are few and narrow. */
interface BudgetDayRow {
  /** UTC. */
  day: string;
  /** Id of an account, or `all`. */
  subject: string;
  usedTokens: number;
  usedMicros: number;
  /** Of calls that run, and of those whose process died: nobody knows what they used, so it stays until the day ends. */
  reservedTokens: number;
  reservedMicros: number;
}

export const BudgetDayEntity = new EntitySchema<BudgetDayRow>({
  name: 'model_budget_day',
  tableName: 'model_budget_days',
  columns: {
    ...spaceKey,
    day: { type: 'date', primary: true },
    subject: { type: 'text', primary: true },
    usedTokens: { ...bigintColumn, default: 0 },
    usedMicros: { ...bigintColumn, default: 0 },
    reservedTokens: { ...bigintColumn, default: 0 },
    reservedMicros: { ...bigintColumn, default: 0 },
  },
});
