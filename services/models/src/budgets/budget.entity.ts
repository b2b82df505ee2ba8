import { spaceColumn } from '@lyceum/common/database';
import type { Budget } from '@lyceum/contracts/models/budget';
import { EntitySchema } from 'typeorm';
import { bigintColumn } from '../bigint-column.ts';

export interface BudgetRow {
  id: string;
  scope: Budget['scope'];
  /** `all`, a role, or the id of an account. */
  subject: string;
  tokensPerDay: number | null;
  microsPerDay: number | null;
  version: number;
}

export const BudgetEntity = new EntitySchema<BudgetRow>({
  name: 'model_budget',
  tableName: 'model_budgets',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    scope: { type: 'text' },
    subject: { type: 'text' },
    tokensPerDay: { ...bigintColumn, nullable: true },
    microsPerDay: { ...bigintColumn, nullable: true },
    version: { type: 'integer' },
  },
  uniques: [{ name: 'model_budgets_subject', columns: ['spaceId', 'scope', 'subject'] }],
});
