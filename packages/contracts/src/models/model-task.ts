import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { id, version } from '../shared/fields.ts';
import { modelProviderNotFound } from './provider.ts';

/** What language models are asked for. */
export const modelTasks = ['program', 'program-block', 'prompt-trial', 'tutor', 'tutor-embedding'] as const;

export type ModelTask = (typeof modelTasks)[number];

/** Stands among the providers of a task for writing without a model. */
export const outlineProvider = 'outline';

export const taskProviders = z
  .object({
    task: z.enum(modelTasks).describe('What models are asked for'),
    providers: z
      .array(z.union([id, z.literal(outlineProvider)]))
      .describe('Ids of providers in the order they are tried; `outline` writes without a model and is the default'),
    version,
  })
  .meta({ id: 'ModelTaskProviders', description: 'Which providers a task uses' });

export type TaskProviders = z.infer<typeof taskProviders>;

export const listTasks = defineEndpoint('listTasks', 'GET /models/tasks', {
  summary: 'Which providers each task uses',
  response: z.object({ items: z.array(taskProviders).describe('Every task of the platform') }),
});

export const putTask = defineEndpoint('putTask', 'PUT /models/tasks/:task', {
  summary: 'Say which providers a task uses: the preferred one, then those to fall back on',
  params: z.strictObject({ task: z.enum(modelTasks).describe('What models are asked for') }),
  body: z.strictObject({
    providers: taskProviders.shape.providers
      .min(1)
      .max(10)
      .describe('Ids of providers, the preferred one first; `outline` writes without a model'),
  }),
  response: taskProviders,
  errors: [modelProviderNotFound],
  ifMatch: true,
});
