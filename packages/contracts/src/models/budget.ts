import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, version } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { roles } from '../shared/roles.ts';

export const modelBudgetExhausted = defineProblem('model_budget.exhausted', 429, {
  en: 'The budget for language models is used up for today',
  ru: 'Дневной бюджет на языковые модели исчерпан',
});
export const modelBudgetNotFound = defineProblem('model_budget.not_found', 404, {
  en: 'There is no such budget',
  ru: 'Такого бюджета нет',
});

/**
 * What may be used in one day (UTC). 0 means nothing, null means no limit. `space`: everybody together. `role`: each person with the
 * role, of several roles the most generous. `user`: this person, whatever the role says.
 */
export const budgetScopes = ['space', 'role', 'user'] as const;

const limits = z.strictObject({
  tokensPerDay: z
    .int()
    .min(0)
    .nullable()
    .meta({ description: 'Tokens a day (UTC); 0 means none, null means no limit', examples: [2_000_000] }),
  microsPerDay: z
    .int()
    .min(0)
    .nullable()
    .meta({
      description: 'Millionths of the currency unit a day (UTC); 0 means none, null means no limit',
      examples: [500_000_000],
    }),
});

export const budget = limits
  .extend({
    scope: z.enum(budgetScopes).describe('Whom it limits: everybody together, each person with a role, or one person'),
    subject: z.string().describe('`all` of a space, the name of a role, or the id of a user'),
    version,
  })
  .meta({ id: 'ModelBudget', description: 'What may be used in one day (UTC)' });

export type Budget = z.infer<typeof budget>;

const budgetParams = z.strictObject({
  scope: z
    .enum(budgetScopes)
    .describe(
      'Whom it limits: `space` everybody together; `role` each person with the role, of several roles the most generous; `user` this person, whatever the role says',
    ),
  subject: z.union([z.literal('all'), z.enum(roles), id]).describe('`all` of a space, the name of a role, the id of a user'),
});

const listedBudget = budget
  .extend({ id: id.describe('Id of the budget') })
  .meta({ id: 'ListedModelBudget', description: 'A budget of the space' });

export const listBudgets = defineEndpoint('listBudgets', 'GET /models/budgets', {
  summary: 'Budgets of the space',
  query: pageQuery,
  response: page(listedBudget),
});

export const putBudget = defineEndpoint('putBudget', 'PUT /models/budgets/:scope/:subject', {
  summary: 'Set a budget',
  params: budgetParams,
  body: limits,
  response: budget,
  ifMatch: true,
});

export const deleteBudget = defineEndpoint('deleteBudget', 'DELETE /models/budgets/:scope/:subject', {
  summary: 'Remove a budget',
  params: budgetParams,
  errors: [modelBudgetNotFound],
  ifMatch: true,
});
