import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { bounded, id, line, matching, timestamp, webAddress } from '../shared/fields.ts';
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
  errors: [modelProviderNameTaken, modelProviderAddressRefused],
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
  errors: [modelProviderNotFound],
});

export const updateProvider = defineEndpoint('PUT /models/providers/:providerId', {
  summary: 'Replace the settings; the key stays unless a new one is given, which another kind, scheme, host or port needs',
  params: providerId,
  body: z.strictObject({ settings: providerSettings, key: key.optional() }),
  response: provider,
  errors: [modelProviderNotFound, modelProviderNameTaken, modelProviderAddressRefused, modelProviderKeyNeeded],
});

export const deleteProvider = defineEndpoint('DELETE /models/providers/:providerId', {
  summary: 'Remove a provider no task uses, and its key',
  params: providerId,
  errors: [modelProviderNotFound, modelProviderInUse],
});

export const testProvider = defineEndpoint('POST /models/providers/:providerId/test', {
  summary: 'Ask the provider for one small structured answer, as the platform will',
  params: providerId,
  response: z.object({
    ok: z.boolean(),
    durationMs: z.int(),
    model: z.string().nullable(),
    failure: z.object({ kind: z.enum(failureKinds), message: z.string() }).nullable(),
  }),
  errors: [modelProviderNotFound, modelBudgetExhausted],
});
