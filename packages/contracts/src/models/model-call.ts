import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { id, requestTimestamp, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { failureKinds } from './model-failure.ts';
import { modelTasks } from './model-task.ts';

export const callOutcomes = ['running', 'done', 'refused', 'length', 'failed', 'cancelled', 'lost'] as const;

export const modelCall = z
  .object({
    id,
    task: z.enum(modelTasks),
    userId: id,
    provider: z.string(),
    model: z.string(),
    inputTokens: z.int(),
    outputTokens: z.int(),
    costMicros: z.int().nullable(),
    currency: z.string().nullable(),
    durationMs: z.int().nullable(),
    outcome: z.enum(callOutcomes),
    failure: z.enum(failureKinds).nullable(),
    /** Only while texts are recorded. */
    texts: z.object({ request: z.json(), answer: z.json() }).nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'ModelCall' });

export type ModelCall = z.infer<typeof modelCall>;

export const listCalls = defineEndpoint('GET /models/calls', {
  summary: 'Calls of language models, newest first',
  query: pageQuery.extend({
    userId: id.optional(),
    task: z.enum(modelTasks).optional(),
    outcome: z.enum(callOutcomes).optional(),
    from: requestTimestamp.optional(),
    to: requestTimestamp.optional(),
  }),
  response: page(modelCall),
});
