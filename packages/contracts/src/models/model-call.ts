import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { id, requestTimestamp, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { failureKinds } from './model-failure.ts';
import { modelTasks } from './model-task.ts';

export const callOutcomes = ['running', 'done', 'refused', 'length', 'failed', 'cancelled', 'lost'] as const;

export const modelCall = z
  .object({
    id: id.describe('Id of the call'),
    task: z.enum(modelTasks).describe('What the model was asked for'),
    userId: id.describe('Id of the person on whose behalf it was asked'),
    provider: z.string().describe('Name of the provider'),
    model: z.string().describe('Name of the model'),
    inputTokens: z.int().describe('Tokens of the question'),
    outputTokens: z.int().describe('Tokens of the answer'),
    costMicros: z.int().nullable().describe('Cost in millionths of the currency unit; null without a price'),
    currency: z.string().nullable().describe('ISO 4217; null without a price'),
    durationMs: z.int().nullable().describe('Milliseconds from the question to the end of the answer; null while it runs'),
    outcome: z.enum(callOutcomes).describe('How the call ended'),
    failure: z.enum(failureKinds).nullable().describe('Why it failed; null when it did not'),
    texts: z
      .object({ request: z.unknown().describe('What was asked'), answer: z.unknown().describe('What was answered') })
      .nullable()
      .describe('What was asked and answered; only of calls made while texts are recorded'),
    createdAt: timestamp.describe('When it began'),
  })
  .meta({ id: 'ModelCall', description: 'One call of a language model' });

export type ModelCall = z.infer<typeof modelCall>;

export const listCalls = defineEndpoint('listCalls', 'GET /models/calls', {
  summary: 'Calls of language models, newest first',
  query: pageQuery.extend({
    userId: id.optional().describe('Calls on behalf of this person'),
    task: z.enum(modelTasks).optional().describe('Calls for this task'),
    outcome: z.enum(callOutcomes).optional().describe('Calls that ended so'),
    from: requestTimestamp.optional().describe('Calls that began at this time or later'),
    to: requestTimestamp.optional().describe('Calls that began before this time'),
  }),
  response: page(modelCall),
});
