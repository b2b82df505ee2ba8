import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { listCalls } from '@lyceum/contracts/models/model-call';
import { models } from '@lyceum/contracts/models/provider';
import * as contract from '@lyceum/contracts/models/usage';
import type { EntityManager } from 'typeorm';
import { CallEntity } from './call.entity.ts';

export const callRoutes = [
  route(listCalls, { access: models.manage }, async ({ db, query }) => {
    const { userId, task, outcome, from, to } = query;
    const calls = db.createQueryBuilder(CallEntity, 'call');
    if (userId) calls.andWhere('call.userId = :userId', { userId });
    if (task) calls.andWhere('call.task = :task', { task });
    if (outcome) calls.andWhere('call.outcome = :outcome', { outcome });
    if (from) calls.andWhere('call.createdAt >= :from', { from: new Date(from) });
    if (to) calls.andWhere('call.createdAt <= :to', { to: new Date(to) });
    const { rows, nextCursor } = await findPage(calls, query, { property: 'createdAt', direction: 'DESC' });
    return { items: rows.map((call) => ({ ...call, createdAt: call.createdAt.toISOString() })), nextCursor };
  }),

  route(contract.modelUsage, { access: models.manage }, async ({ db, query }) => ({ items: await sumCalls(db, query) })),
];

const keys = {
  day: "to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
  user: 'user_id::text',
  task: 'task',
  model: "provider || '/' || model",
};

type UsageQuery = (typeof contract.modelUsage.query)['_output'];
type UsageItem = (typeof contract.modelUsage.response)['_output']['items'][number];

/** Days are whole and in UTC, the last one included. Sums in different currencies are different items. */
function sumCalls(db: EntityManager, { from, to, by }: UsageQuery): Promise<UsageItem[]> {
  return db.query<UsageItem[]>(
    `SELECT ${keys[by]} AS key, currency, count(*)::int AS calls,
       sum(input_tokens)::float8 AS "inputTokens", sum(output_tokens)::float8 AS "outputTokens",
       coalesce(sum(cost_micros), 0)::float8 AS "costMicros"
     FROM model_calls
     WHERE created_at BETWEEN $1 AND $2 GROUP BY 1, 2 ORDER BY (${keys[by]}) COLLATE "und-x-icu", 2`,
    [new Date(`${from}T00:00:00.000Z`), new Date(`${to}T23:59:59.999Z`)],
  );
}
