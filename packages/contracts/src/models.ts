import { z } from 'zod';
import { defineEndpoint, defineErrors } from './define.ts';
import { bounded, date, id, line, matching, timestamp, webAddress } from './fields.ts';
import { page, pageQuery } from './pages.ts';
import { roles } from './roles.ts';

export const modelsProblems = defineErrors({
  'model_provider.not_found': { status: 404, title: { en: 'There is no such provider', ru: 'Такого провайдера нет' } },
  'model_provider.name_taken': {
    status: 409,
    title: { en: 'Another provider has this name', ru: 'Это имя занято другим провайдером' },
  },
  'model_provider.address_refused': {
    status: 422,
    title: { en: 'No provider may have this address', ru: 'У провайдера не может быть такого адреса' },
  },
  'model_provider.key_needed': {
    status: 422,
    title: { en: 'A new address needs the key again', ru: 'Для нового адреса нужно снова ввести ключ' },
  },
  'model_provider.in_use': { status: 409, title: { en: 'A task uses the provider', ru: 'Провайдера использует задача' } },
  'model_budget.exhausted': {
    status: 429,
    title: { en: 'The budget for language models is used up for today', ru: 'Дневной бюджет на языковые модели исчерпан' },
  },
  'model_budget.not_found': { status: 404, title: { en: 'There is no such budget', ru: 'Такого бюджета нет' } },
});

/** What language models are asked for. */
export const modelTasks = ['program', 'program-block', 'prompt-trial'] as const;
export type ModelTask = (typeof modelTasks)[number];

/** Stands among the providers of a task for writing without a model. */
export const outlineProvider = 'outline';

/** A million currency units; times the tokens of any call it stays a whole number that is exact. */
const highestPrice = 1_000_000_000_000;

/** Of a million tokens, in millionths of the currency unit: 500 ₽ a million tokens is 500000000. */
const price = z.strictObject({
  inputMicros: z.int().min(0).max(highestPrice),
  outputMicros: z.int().min(0).max(highestPrice),
  currency: matching(/^[A-Z]{3}$/, 3, {
    en: 'A currency is three capital letters, such as RUB',
    ru: 'Валюта — три заглавные латинские буквы, например RUB',
  }).describe('ISO 4217'),
});

const common = {
  name: line(1, 100),
  baseUrl: webAddress(500),
  model: line(1, 200),
  embeddingModel: line(1, 200).nullable().default(null),
  /** Streams at a time, over all replicas. GigaChat allows a person 1, an organisation 10. */
  maxConcurrency: z.int().min(1).max(100).default(1),
  timeoutSeconds: z.int().min(5).max(600).default(120),
  price: price.nullable().default(null),
  /** PEM certificates to trust for this provider alone, besides those everybody trusts. */
  caCertificate: bounded(50_000).nullable().default(null),
  enabled: z.boolean().default(true),
};

export const gigachatSettings = z.strictObject({
  kind: z.literal('gigachat'),
  ...common,
  baseUrl: common.baseUrl.default('https://gigachat.devices.sberbank.ru/api/v1'),
  authUrl: common.baseUrl.default('https://ngw.devices.sberbank.ru:9443/api/v2/oauth'),
  scope: z.enum(['GIGACHAT_API_PERS', 'GIGACHAT_API_B2B', 'GIGACHAT_API_CORP']).default('GIGACHAT_API_PERS'),
  model: common.model.default('GigaChat-2-Pro'),
  /** The classic address promises no `response_format`: there an answer is forced through a function. */
  structuredOutput: z.enum(['json-schema', 'function-call']).default('function-call'),
});

export const openAiCompatibleSettings = z.strictObject({
  kind: z.literal('openai-compatible'),
  ...common,
  maxConcurrency: common.maxConcurrency.default(4),
  /** `nested` as OpenAI does it, `flat` as llama.cpp documents it, `prompt` for servers that know neither. */
  structuredOutput: z.enum(['nested', 'flat', 'prompt']).default('nested'),
});

export const providerSettings = z
  .discriminatedUnion('kind', [gigachatSettings, openAiCompatibleSettings])
  .meta({ id: 'ModelProviderSettings' });
export type ProviderSettings = z.infer<typeof providerSettings>;

/** `key` is written and never read: GigaChat's authorization key (base64), or the API key. Empty for servers without keys. */
export const provider = z
  .object({
    id,
    settings: providerSettings,
    hasKey: z.boolean(),
    createdAt: timestamp,
    updatedAt: timestamp,
    version: z.int(),
  })
  .meta({ id: 'ModelProvider' });
export type Provider = z.infer<typeof provider>;
const key = bounded(4000);
const providerId = z.strictObject({ providerId: id });

export const createProvider = defineEndpoint('POST /models/providers', {
  summary: 'Add a provider of language models',
  body: z.strictObject({ settings: providerSettings, key: key.default('') }),
  response: provider,
  status: 201,
  errors: ['model_provider.name_taken', 'model_provider.address_refused'],
});
export const listProviders = defineEndpoint('GET /models/providers', {
  summary: 'Providers of the space',
  query: pageQuery,
  response: page(provider),
});
export const getProvider = defineEndpoint('GET /models/providers/:providerId', {
  summary: 'A provider, without its key',
  params: providerId,
  response: provider,
  errors: ['model_provider.not_found'],
});
export const updateProvider = defineEndpoint('PUT /models/providers/:providerId', {
  summary: 'Replace the settings; the key stays unless a new one is given, which another kind, scheme, host or port needs',
  params: providerId,
  body: z.strictObject({ settings: providerSettings, key: key.optional() }),
  response: provider,
  errors: [
    'model_provider.not_found',
    'model_provider.name_taken',
    'model_provider.address_refused',
    'model_provider.key_needed',
  ],
});
export const deleteProvider = defineEndpoint('DELETE /models/providers/:providerId', {
  summary: 'Remove a provider no task uses, and its key',
  params: providerId,
  errors: ['model_provider.not_found', 'model_provider.in_use'],
});

export const failureKinds = [
  'unavailable',
  'timeout',
  'address-refused',
  'certificate',
  'unauthorized',
  'forbidden',
  'payment-required',
  'model-not-found',
  'rate-limited',
  'busy',
  'too-large',
  'invalid-request',
  'invalid-provider-answer',
  'invalid-answer',
  'refused',
  'length',
] as const;

export const testProvider = defineEndpoint('POST /models/providers/:providerId/test', {
  summary: 'Ask the provider for one small structured answer, as the platform will',
  params: providerId,
  response: z.object({
    ok: z.boolean(),
    durationMs: z.int(),
    model: z.string().nullable(),
    failure: z.object({ kind: z.enum(failureKinds), message: z.string() }).nullable(),
  }),
  errors: ['model_provider.not_found', 'model_budget.exhausted'],
});

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
  errors: ['model_provider.not_found'],
});

/**
 * What may be used in one day (UTC). 0 means nothing, null means no limit. `space`: everybody together. `role`: each person with the
 * role, of several roles the most generous. `user`: this person, whatever the role says.
 */
export const budgetScopes = ['space', 'role', 'user'] as const;
const limits = z.strictObject({
  tokensPerDay: z.int().min(0).nullable(),
  microsPerDay: z.int().min(0).nullable().describe('Millionths of the currency unit'),
});
export const budget = limits
  .extend({ scope: z.enum(budgetScopes), subject: z.string(), version: z.int() })
  .meta({ id: 'ModelBudget' });
export type Budget = z.infer<typeof budget>;
const budgetParams = z.strictObject({
  scope: z.enum(budgetScopes),
  subject: z.union([z.literal('all'), z.enum(roles), id]).describe('`all` of a space, the name of a role, the id of a user'),
});

export const listBudgets = defineEndpoint('GET /models/budgets', {
  summary: 'Budgets of the space',
  query: pageQuery,
  response: page(budget.extend({ id })),
});
export const putBudget = defineEndpoint('PUT /models/budgets/:scope/:subject', {
  summary: 'Set a budget',
  params: budgetParams,
  body: limits,
  response: budget,
});
export const deleteBudget = defineEndpoint('DELETE /models/budgets/:scope/:subject', {
  summary: 'Remove a budget',
  params: budgetParams,
  errors: ['model_budget.not_found'],
});

const amount = z.object({
  tokens: z.object({ used: z.int(), reserved: z.int(), limit: z.int().nullable() }),
  micros: z.object({ used: z.int(), reserved: z.int(), limit: z.int().nullable() }),
});
export const ownUsage = defineEndpoint('GET /models/usage/me', {
  summary: 'What the caller used today, and the limits that hold',
  response: z.object({ day: z.iso.date(), user: amount, space: amount }),
});

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
    from: timestamp.optional(),
    to: timestamp.optional(),
  }),
  response: page(modelCall),
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

const recording = z.object({ texts: z.boolean().describe('Keep what was asked and answered, for 30 days'), version: z.int() });
export const getRecording = defineEndpoint('GET /models/recording', {
  summary: 'Whether texts are recorded',
  response: recording,
});
export const putRecording = defineEndpoint('PUT /models/recording', {
  summary: 'Record texts, or stop',
  body: z.strictObject({ texts: recording.shape.texts }),
  response: recording,
});
