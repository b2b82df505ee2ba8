import type { Caller } from '@lyceum/llm/task-models';
import { type EntityManager, In } from 'typeorm';
import { BudgetEntity, type BudgetRow } from './budget.entity.ts';

/** Null: no limit. */
export type Limits = Pick<BudgetRow, 'tokensPerDay' | 'microsPerDay'>;

/** Who pays: the person, and everybody together. */
export type Payer = 'user' | 'space';

export const noLimits: Limits = { tokensPerDay: null, microsPerDay: null };

/**
 * The budget of the person wins over those of roles, of which the most generous counts. A role without a budget says nothing:
 * to free its people of the limits of their other roles, it needs one without limits.
 */
export async function findLimits(
  db: EntityManager,
  { userId, roles }: Pick<Caller, 'userId' | 'roles'>,
): Promise<Record<Payer, Limits>> {
  const rows = await db.findBy(BudgetEntity, [
    { scope: 'space' },
    { scope: 'role', subject: In([...roles]) },
    { scope: 'user', subject: userId },
  ]);
  const ofRoles = rows.filter(({ scope }) => scope === 'role');
  return {
    space: rows.find(({ scope }) => scope === 'space') ?? noLimits,
    user: rows.find(({ scope }) => scope === 'user') ?? {
      tokensPerDay: maxLimit(ofRoles.map(({ tokensPerDay }) => tokensPerDay)),
      microsPerDay: maxLimit(ofRoles.map(({ microsPerDay }) => microsPerDay)),
    },
  };
}

function maxLimit(limits: readonly (number | null)[]): number | null {
  const set = limits.filter((limit) => limit !== null);
  return set.length === 0 || set.length < limits.length ? null : Math.max(...set);
}
