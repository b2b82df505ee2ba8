import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { id } from '../shared/fields.ts';
import { modelProviderNotFound } from './provider.ts';

/** What language models are asked for. */
export const modelTasks = ['program', 'program-block', 'prompt-trial'] as const;

export type ModelTask = (typeof modelTasks)[number];

/** Stands among the providers of a task for writing without a model. */
export const outlineProvider = 'outline';

/** Providers of a task in the order they are tried; `outline` writes without a model. Default: outline alone. */
export const taskProviders = z
  .object({ task: z.enum(modelTasks), providers: z.array(z.union([id, z.literal(outlineProvider)])), version: z.int() })
  .meta({ id: 'ModelTaskProviders' });

export type TaskProviders = z.infer<typeof taskProviders>;

export const listTasks = defineEndpoint('GET /models/tasks', {
  summary: 'Which providers each task uses',
  response: z.object({ items: z.array(taskProviders) }),
});

export const putTask = defineEndpoint('PUT /models/tasks/:task', {
  summary: 'Say which providers a task uses: the preferred one, then those to fall back on',
  params: z.strictObject({ task: z.enum(modelTasks) }),
  body: z.strictObject({ providers: taskProviders.shape.providers.min(1).max(10) }),
  response: taskProviders,
  errors: [modelProviderNotFound],
});
