import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { date } from '../shared/fields.ts';

export const usage = {
  readOwn: definePermission('models.read-own-usage', ['user', 'staff', 'admin']),
};

const amount = z.object({
  tokens: z
    .object({
      used: z.int().describe('Used by calls that ended today'),
      reserved: z.int().describe('Set aside for calls that run'),
      limit: z.int().nullable().describe('Limit of the day; null for none'),
    })
    .describe('Tokens'),
  micros: z
    .object({
      used: z.int().describe('Spent on calls that ended today'),
      reserved: z.int().describe('Set aside for calls that run'),
      limit: z.int().nullable().describe('Limit of the day; null for none'),
    })
    .describe('Money, in millionths of the currency unit'),
});

export const ownUsage = defineEndpoint('ownUsage', 'GET /models/usage/me', {
  summary: 'What the caller used today, and the limits that hold',
  response: z.object({
    day: z.iso.date().describe('Today (UTC)'),
    user: amount.describe('Of the caller'),
    space: amount.describe('Of everybody in the space'),
  }),
});

export const modelUsage = defineEndpoint('modelUsage', 'GET /models/usage', {
  summary: 'Sums of calls by day, user, task or model',
  query: z.strictObject({
    from: date.describe('First day (UTC)'),
    to: date.describe('Last day (UTC)'),
    by: z.enum(['day', 'user', 'task', 'model']).default('day').describe('What the sums are of'),
  }),
  response: z.object({
    items: z
      .array(
        z.object({
          key: z.string().describe('The day, the id of the user, the task or the model'),
          calls: z.int().describe('How many calls'),
          inputTokens: z.int().describe('Tokens of the questions'),
          outputTokens: z.int().describe('Tokens of the answers'),
          costMicros: z.int().describe('Cost in millionths of the currency unit'),
          currency: z.string().nullable().describe('ISO 4217; null without a price'),
        }),
      )
      .describe('A sum for each key and currency'),
  }),
});
