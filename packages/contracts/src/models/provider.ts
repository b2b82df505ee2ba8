import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { bounded, id, line, matching, timestamp, version, webAddress } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { modelBudgetExhausted } from './budget.ts';
import { failureKinds } from './model-failure.ts';

export const models = {
  manage: definePermission('models.manage', ['admin']),
};

export const modelProviderNotFound = defineProblem('model_provider.not_found', 404, {
  en: 'There is no such provider',
  ru: 'Такого провайдера нет',
});
export const modelProviderNameTaken = defineProblem('model_provider.name_taken', 409, {
  en: 'Another provider has this name',
  ru: 'Это имя занято другим провайдером',
});
export const modelProviderAddressRefused = defineProblem('model_provider.address_refused', 422, {
  en: 'No provider may have this address',
  ru: 'У провайдера не может быть такого адреса',
});
export const modelProviderKeyNeeded = defineProblem('model_provider.key_needed', 422, {
  en: 'A new address needs the key again',
  ru: 'Для нового адреса нужно снова ввести ключ',
});
export const modelProviderInUse = defineProblem('model_provider.in_use', 409, {
  en: 'A task uses the provider',
  ru: 'Провайдера использует задача',
});

/** A million currency units; times the tokens of any call it stays a whole number that is exact. */
const highestPrice = 1_000_000_000_000;

const price = z.strictObject({
  inputMicros: z
    .int()
    .min(0)
    .max(highestPrice)
    .describe('Of a million tokens of questions, in millionths of the currency unit: 500 ₽ is 500000000'),
  outputMicros: z.int().min(0).max(highestPrice).describe('Of a million tokens of answers, in millionths of the currency unit'),
  currency: matching(/^[A-Z]{3}$/, 3, {
    en: 'A currency is three capital letters, such as RUB',
    ru: 'Валюта — три заглавные латинские буквы, например RUB',
  }).meta({ description: 'ISO 4217', examples: ['RUB'] }),
});

const common = {
  name: line(1, 100).describe('Name in this space'),
  baseUrl: webAddress(500).describe('Address of the API, without the path of an operation'),
  model: line(1, 200).describe('Name of the model, as the provider knows it'),
  embeddingModel: line(1, 200).nullable().default(null).describe('Name of the model that makes vectors of texts; null for none'),
  maxConcurrency: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe('Streams at a time, over all replicas; GigaChat allows a person 1, an organisation 10'),
  timeoutSeconds: z.int().min(5).max(600).default(120).describe('How long an answer may take'),
  price: price.nullable().default(null).describe('What tokens cost; null when nobody counts'),
  caCertificate: bounded(50_000)
    .nullable()
    .default(null)
    .describe('PEM certificates to trust for this provider alone, besides those everybody trusts'),
  enabled: z.boolean().default(true).describe('False keeps it out of use'),
};

export const gigachatSettings = z.strictObject({
  kind: z.literal('gigachat').describe('GigaChat of Sber'),
  ...common,
  baseUrl: common.baseUrl
    .default('https://gigachat.devices.sberbank.ru/api/v1')
    .describe('Address of the API, without the path of an operation'),
  authUrl: common.baseUrl
    .default('https://ngw.devices.sberbank.ru:9443/api/v2/oauth')
    .describe('Address that gives access tokens for the authorization key'),
  scope: z
    .enum(['GIGACHAT_API_PERS', 'GIGACHAT_API_B2B', 'GIGACHAT_API_CORP'])
    .default('GIGACHAT_API_PERS')
    .describe('Whom the key belongs to: a person, or an organisation that prepays or pays later'),
  model: common.model.default('GigaChat-2-Pro').describe('Name of the model, as GigaChat knows it'),
  structuredOutput: z
    .enum(['json-schema', 'function-call'])
    .default('function-call')
    .describe('The classic address promises no `response_format`: there an answer is forced through a function'),
});

export const openAiCompatibleSettings = z.strictObject({
  kind: z.literal('openai-compatible').describe('Any server with the chat completions of OpenAI'),
  ...common,
  maxConcurrency: common.maxConcurrency.default(4).describe('Streams at a time, over all replicas'),
  structuredOutput: z
    .enum(['nested', 'flat', 'prompt'])
    .default('nested')
    .describe('`nested` as OpenAI does it, `flat` as llama.cpp documents it, `prompt` for servers that know neither'),
});

export const providerSettings = z
  .discriminatedUnion('kind', [gigachatSettings, openAiCompatibleSettings])
  .meta({ id: 'ModelProviderSettings', description: 'How a provider of language models is reached and used' });

export type ProviderSettings = z.infer<typeof providerSettings>;

export const provider = z
  .object({
    id: id.describe('Id of the provider'),
    settings: providerSettings,
    hasKey: z.boolean().describe('Whether a key is kept; the key itself is never read'),
    createdAt: timestamp.describe('When it was added'),
    updatedAt: timestamp.describe('When it was last changed'),
    version,
  })
  .meta({ id: 'ModelProvider', description: 'A provider of language models, without its key' });

export type Provider = z.infer<typeof provider>;

const key = bounded(4000).describe(
  'GigaChat’s authorization key (base64), or the API key; empty for servers without keys. It is written and never read',
);

const providerId = z.strictObject({ providerId: id.describe('Id of the provider') });

export const createProvider = defineEndpoint('createProvider', 'POST /models/providers', {
  summary: 'Add a provider of language models',
  body: z.strictObject({ settings: providerSettings, key: key.default('') }),
  response: provider,
  status: 201,
  errors: [modelProviderNameTaken, modelProviderAddressRefused],
});

export const listProviders = defineEndpoint('listProviders', 'GET /models/providers', {
  summary: 'Providers of the space',
  query: pageQuery,
  response: page(provider),
});

export const getProvider = defineEndpoint('getProvider', 'GET /models/providers/:providerId', {
  summary: 'A provider, without its key',
  params: providerId,
  response: provider,
  errors: [modelProviderNotFound],
});

export const updateProvider = defineEndpoint('updateProvider', 'PUT /models/providers/:providerId', {
  summary: 'Replace the settings; the key stays unless a new one is given, which another kind, scheme, host or port needs',
  params: providerId,
  body: z.strictObject({ settings: providerSettings, key: key.optional() }),
  response: provider,
  errors: [modelProviderNotFound, modelProviderNameTaken, modelProviderAddressRefused, modelProviderKeyNeeded],
  ifMatch: true,
});

export const deleteProvider = defineEndpoint('deleteProvider', 'DELETE /models/providers/:providerId', {
  summary: 'Remove a provider no task uses, and its key',
  params: providerId,
  errors: [modelProviderNotFound, modelProviderInUse],
  ifMatch: true,
});

export const testProvider = defineEndpoint('testProvider', 'POST /models/providers/:providerId/test', {
  summary: 'Ask the provider for one small structured answer, as the platform will',
  params: providerId,
  response: z.object({
    ok: z.boolean().describe('Whether the answer was as asked for'),
    durationMs: z.int().describe('Milliseconds until the answer was whole'),
    model: z.string().nullable().describe('What the answer calls the model; null without an answer'),
    failure: z
      .object({
        kind: z.enum(failureKinds).describe('Kind of the failure'),
        message: z.string().describe('What to do about it, in the language of the caller'),
      })
      .nullable()
      .describe('What failed; null when nothing did'),
  }),
  errors: [modelProviderNotFound, modelBudgetExhausted],
});
