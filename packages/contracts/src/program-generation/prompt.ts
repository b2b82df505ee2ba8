import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { id, locale, text, timestamp, version } from '../shared/fields.ts';
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
    name: z.enum(promptNames).describe('What the prompt is for'),
    language: locale.describe('Language of the programmes it writes'),
    baseVersion: z.int().describe('Version of the file it comes from'),
    text: z.string().describe('The prompt, with its variables'),
    overridden: z.boolean().describe('Whether this space has changed it'),
    outdated: z.boolean().describe('Whether the file has changed since it was overridden'),
    variables: z
      .array(
        z.object({
          name: z.string().describe('Name of the variable'),
          description: z.string().describe('What it stands for'),
          required: z.boolean().describe('Whether the prompt must have it'),
        }),
      )
      .describe('What may stand in it in braces'),
    version,
  })
  .meta({ id: 'Prompt', description: 'What a model is told for one purpose, in one language' });

export type Prompt = z.infer<typeof prompt>;

/** What the prompt `frame` needs: instructions, a line, and the order with its required variables. */
const examples = ['Plan the frame of a programme.\n---\n{{title}}\n{{topics}}\n{{competences}}\n{{materials}}'];

const promptParams = z.strictObject({
  name: z.enum(promptNames).describe('What the prompt is for'),
  language: locale.describe('Language of the programmes it writes'),
});

export const listPrompts = defineEndpoint('listPrompts', 'GET /programs/prompts', {
  summary: 'What the models are told, with the changes of this space',
  response: z.object({ items: z.array(prompt).describe('Every prompt in every language') }),
});

export const putPrompt = defineEndpoint('putPrompt', 'PUT /programs/prompts/:name/:language', {
  summary: 'Override a prompt in this space',
  params: promptParams,
  body: z.strictObject({ text: text(1, 20_000).meta({ description: 'The prompt, with its variables', examples }) }),
  response: prompt,
  errors: [promptInvalid],
  ifMatch: true,
});

export const resetPrompt = defineEndpoint('resetPrompt', 'DELETE /programs/prompts/:name/:language', {
  summary: 'Go back to the prompt that came with the platform',
  params: promptParams,
  response: prompt,
  ifMatch: true,
});

const trialSide = z.object({
  text: z.string().describe('The prompt, filled in'),
  output: z.unknown().describe('What the model answered; null before, or when it failed'),
  failure: z.string().nullable().describe('What failed; null when nothing did'),
  model: z.string().nullable().describe('Name of the model that answered'),
  tokens: z.int().describe('Tokens it took'),
  durationMs: z.int().describe('Milliseconds it took'),
});

export const promptTrial = z
  .object({
    id: id.describe('Id of the trial'),
    name: z.enum(promptNames).describe('What the prompt is for'),
    language: locale.describe('Language of the programmes it writes'),
    status: z.enum(['queued', 'running', 'ready', 'failed']).describe('Where the trial is'),
    current: trialSide.nullable().describe('What the current prompt led to; null before'),
    candidate: trialSide.nullable().describe('What the candidate led to; null before'),
    createdAt: timestamp.describe('When it was ordered'),
  })
  .meta({ id: 'PromptTrial', description: 'A candidate beside the current prompt' });

export type PromptTrial = z.infer<typeof promptTrial>;

export const tryPrompt = defineEndpoint('tryPrompt', 'POST /programs/prompts/:name/:language/trials', {
  summary: 'Run a candidate beside the current prompt on a sample order',
  params: promptParams,
  body: z.strictObject({
    text: text(1, 20_000).meta({ description: 'The candidate', examples }),
    request: programRequest.optional().describe('The order to try it on; a sample by default'),
  }),
  response: promptTrial,
  status: 202,
  errors: [promptInvalid],
});

export const getPromptTrial = defineEndpoint('getPromptTrial', 'GET /programs/prompts/trials/:trialId', {
  summary: 'Both answers side by side',
  params: z.strictObject({ trialId: id.describe('Id of the trial') }),
  response: promptTrial,
  errors: [promptTrialNotFound],
});
