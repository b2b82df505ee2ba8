import { z } from 'zod';
import { defineEndpoint, defineStream } from '../define/endpoint.ts';
import { defineServicePermission } from '../define/permission.ts';
import { bounded } from '../shared/fields.ts';
import { failureKinds } from './model-failure.ts';
import { modelTasks } from './model-task.ts';

/** For services that have models do something for a person; `@lyceum/llm/remote-models` is their client. */
export const modelAnswers = {
  ask: defineServicePermission('models.ask', ['program-generation', 'chatbot']),
};

/** One turn of a conversation. */
const message = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: bounded(500_000) });

const asked = {
  task: z.enum(modelTasks),
  messages: z.array(message).max(1000),
};

const options = {
  /** Upper bound of generated tokens. */
  maxOutputTokens: z.int().min(1).max(1_000_000).optional(),
  temperature: z.number().min(0).max(2).optional(),
};

/** What a call consumed; the cost is null when the model has no price. */
export const consumption = z.object({
  inputTokens: z.int(),
  outputTokens: z.int(),
  cost: z.object({ micros: z.int(), currency: z.string() }).nullable(),
});

/** Why the models gave no answer: the last event, as all before may have been sent. */
export const answerFailure = z.object({
  type: z.literal('failure'),
  kind: z.enum(failureKinds),
  /** `<provider>/<model>` */
  model: z.string(),
  message: z.string(),
  /** Seconds the provider asked to wait. */
  retryAfter: z.number().optional(),
  usage: consumption.optional(),
});

export type AnswerFailure = z.infer<typeof answerFailure>;

/** `model_budget.exhausted`, which an earlier provider of the task may have let nobody see until the head was sent. */
export const budgetExhausted = z.object({
  type: z.literal('budget-exhausted'),
  detail: z.string().optional(),
  /** Seconds until there is a budget again. */
  retryAfter: z.number().optional(),
});

export type BudgetExhausted = z.infer<typeof budgetExhausted>;

export const getTaskModels = defineEndpoint('getTaskModels', 'GET /internal/models/tasks/:task', {
  internal: true,
  summary: 'Which models do a task, in the order they are tried',
  params: z.strictObject({ task: z.enum(modelTasks) }),
  response: z.object({ names: z.array(z.string()), outline: z.boolean() }),
});

export const generateObject = defineStream('generateObject', 'POST /internal/models/objects', {
  internal: true,
  summary: 'Have a model give one object; one event',
  body: z.strictObject({ ...asked, ...options, schema: bounded(200_000).describe('JSON Schema of the answer, as text') }),
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('object'), value: z.json(), model: z.string(), usage: consumption }),
    answerFailure,
    budgetExhausted,
  ]),
});

export const streamText = defineStream('streamText', 'POST /internal/models/texts', {
  internal: true,
  summary: 'Have a model write a text; its pieces, then how it ended',
  body: z.strictObject({ ...asked, ...options }),
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('text'), text: z.string() }),
    z.object({ type: z.literal('finish'), finishReason: z.enum(['stop', 'length', 'refused']), usage: consumption }),
    answerFailure,
    budgetExhausted,
  ]),
});

export const embed = defineStream('embed', 'POST /internal/models/embeddings', {
  internal: true,
  summary: 'Make one vector of each text; one event',
  body: z.strictObject({ task: z.enum(modelTasks), texts: z.array(bounded(100_000)).max(1000) }),
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('vectors'), vectors: z.array(z.array(z.number())), usage: consumption }),
    answerFailure,
    budgetExhausted,
  ]),
});

export const countTokens = defineStream('countTokens', 'POST /internal/models/token-counts', {
  internal: true,
  summary: 'Count what messages would cost as input; one event',
  body: z.strictObject(asked),
  event: z.discriminatedUnion('type', [z.object({ type: z.literal('count'), tokens: z.int() }), answerFailure, budgetExhausted]),
});
