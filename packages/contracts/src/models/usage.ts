import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { date } from '../shared/fields.ts';

export const usage = {
  readOwn: definePermission('models.read-own-usage', ['user', 'staff', 'admin']),
};

const amount = z.object({
  tokens: z.object({ used: z.int(), reserved: z.int(), limit: z.int().nullable() }),
  micros: z.object({ used: z.int(), reserved: z.int(), limit: z.int().nullable() }),
});

export const ownUsage = defineEndpoint('GET /models/usage/me', {
  summary: 'What the caller used today, and the limits that hold',
  response: z.object({ day: z.iso.date(), user: amount, space: amount }),
});

export const modelUsage = defineEndpoint('GET /models/usage', {
  summary: 'Sums of calls by day, user, task or model',
  query: z.strictObject({ from: date, to: date, by: z.enum(['day', 'user', 'task', 'model']).default('day') }),
  response: z.object({
    items: z.array(
      z.object({
        key: z.string(),
        calls: z.int(),
        inputTokens: z.int(),
        outputTokens: z.int(),
        costMicros: z.int(),
        currency: z.string().nullable(),
      }),
    ),
  }),
});
