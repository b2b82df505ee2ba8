import { newId } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import { requireVersion, route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import * as contract from '@lyceum/contracts/models/budget';
import { modelBudgetNotFound } from '@lyceum/contracts/models/budget';
import { models } from '@lyceum/contracts/models/provider';
import { ownUsage, usage } from '@lyceum/contracts/models/usage';
import { requestInvalid } from '@lyceum/contracts/shared/common-problems';
import { roles } from '@lyceum/contracts/shared/roles';
import { BudgetEntity } from './budget.entity.ts';
import { findDays, toDay } from './budget-days.ts';
import { findLimits, noLimits, type Payer } from './find-limits.ts';

export const budgetRoutes = [
  route(contract.listBudgets, { access: models.manage }, async ({ db, query }) => {
    const all = db.createQueryBuilder(BudgetEntity, 'budget');
    const { rows, nextCursor } = await findPage(all, query, { property: 'id', direction: 'ASC' });
    return { items: rows, nextCursor };
  }),

  route(contract.putBudget, { access: models.manage }, async ({ db, params, body, ifMatch }) => {
    const { scope, subject } = toBudget(params);
    const first = { id: newId(), scope, subject, ...noLimits, version: 0 };
    await db.createQueryBuilder().insert().into(BudgetEntity).values(first).orIgnore().execute();
    const row = await db.findOneOrFail(BudgetEntity, { where: { scope, subject }, lock: { mode: 'pessimistic_write' } });
    requireVersion(row.version, ifMatch);
    const { id: _, ...budget } = await db.save(BudgetEntity, { ...row, ...body, version: row.version + 1 });
    return budget;
  }),

  route(contract.deleteBudget, { access: models.manage }, async ({ db, params, ifMatch }) => {
    const row = found(
      await db.findOne(BudgetEntity, { where: toBudget(params), lock: { mode: 'pessimistic_write' } }),
      modelBudgetNotFound,
    );
    requireVersion(row.version, ifMatch);
    await db.delete(BudgetEntity, { id: row.id });
  }),

  route(ownUsage, { access: usage.readOwn }, async ({ db, ctx, actor }) => {
    const day = toDay(ctx.now());
    const sums = await findDays(db, day, actor.id);
    const limits = await findLimits(db, { userId: actor.id, roles: actor.roles });
    const present = (payer: Payer) => {
      const { used, reserved } = sums[payer];
      const { tokensPerDay, microsPerDay } = limits[payer];
      return {
        tokens: { used: used.tokens, reserved: reserved.tokens, limit: tokensPerDay },
        micros: { used: used.micros, reserved: reserved.micros, limit: microsPerDay },
      };
    };
    return { day, user: present('user'), space: present('space') };
  }),
];

const otherScope = { en: 'The scope has no such subject', ru: 'К этой области такой получатель не относится' };

/** The contract says which subjects there are, this which belongs to which scope. Ids are written as PostgreSQL writes them. */
function toBudget({ scope, subject: given }: Pick<contract.Budget, 'scope' | 'subject'>) {
  const subject = given.toLowerCase();
  const isRole = roles.some((role) => role === subject);
  const actual = subject === 'all' ? 'space' : isRole ? 'role' : 'user';
  if (actual === scope) return { scope, subject };
  throw fail(requestInvalid, { errors: [{ pointer: '/path/subject', message: otherScope }] });
}
