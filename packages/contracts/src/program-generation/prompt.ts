import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { id, locale, text, timestamp } from '../shared/fields.ts';
import { programRequest } from './program-request.ts';

export const prompts = {
  manage: definePermission('programs.manage-prompts', ['admin']),
};

export const promptNotFound = defineProblem('prompt.not_found', 404, { en: 'There is no such prompt', ru: 'Такого промпта нет' });
export const promptInvalid = defineProblem('prompt.invalid', 422, {
  en: 'The prompt uses unknown variables',
  ru: 'Промпт использует неизвестные переменные',
});
export const promptTrialNotFound = defineProblem('prompt.trial_not_found', 404, {
  en: 'There is no such trial',
  ru: 'Такого пробного запуска нет',
});

export const promptNames = ['frame', 'module', 'questions', 'conditions', 'block'] as const;
export type PromptName = (typeof promptNames)[number];

export const prompt = z
  .object({
    name: z.enum(promptNames),
    language: locale,
    /** Version of the file it comes from. */
    baseVersion: z.int(),
    text: z.string(),
    overridden: z.boolean(),
    /** True when the file has changed since it was overridden. */
    outdated: z.boolean(),
    variables: z.array(z.object({ name: z.string(), description: z.string(), required: z.boolean() })),
    version: z.int(),
  })
  .meta({ id: 'Prompt' });

export type Prompt = z.infer<typeof prompt>;

const promptParams = z.strictObject({ name: z.enum(promptNames), language: locale });

export const listPrompts = defineEndpoint('GET /programs/prompts', {
  summary: 'What the models are told, with the changes of this space',
  response: z.object({ items: z.array(prompt) }),
});

export const putPrompt = defineEndpoint('PUT /programs/prompts/:name/:language', {
  summary: 'Override a prompt in this space',
  params: promptParams,
  body: z.strictObject({ text: text(1, 20_000) }),
  response: prompt,
  errors: [promptInvalid],
});

export const resetPrompt = defineEndpoint('DELETE /programs/prompts/:name/:language', {
  summary: 'Go back to the prompt that came with the platform',
  params: promptParams,
  response: prompt,
});

const trialSide = z.object({
  text: z.string().describe('The prompt, filled in'),
  output: z.json().nullable(),
  failure: z.string().nullable(),
  model: z.string().nullable(),
  tokens: z.int(),
  durationMs: z.int(),
});

export const promptTrial = z
  .object({
    id,
    name: z.enum(promptNames),
    language: locale,
    status: z.enum(['queued', 'running', 'ready', 'failed']),
    current: trialSide.nullable(),
    candidate: trialSide.nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'PromptTrial' });

export type PromptTrial = z.infer<typeof promptTrial>;

export const tryPrompt = defineEndpoint('POST /programs/prompts/:name/:language/trials', {
  summary: 'Run a candidate beside the current prompt on a sample order',
  params: promptParams,
  body: z.strictObject({ text: text(1, 20_000), request: programRequest.optional() }),
  response: promptTrial,
  status: 202,
  errors: [promptInvalid],
});

export const getPromptTrial = defineEndpoint('GET /programs/prompts/trials/:trialId', {
  summary: 'Both answers side by side',
  params: z.strictObject({ trialId: id }),
  response: promptTrial,
  errors: [promptTrialNotFound],
});
