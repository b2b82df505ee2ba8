import { randomUUID } from 'node:crypto';
import { type Budget, putBudget } from '@lyceum/contracts/models/budget';
import { listCalls, type ModelCall } from '@lyceum/contracts/models/model-call';
import { putTask } from '@lyceum/contracts/models/model-task';
import * as contract from '@lyceum/contracts/models/provider';
import { ownUsage } from '@lyceum/contracts/models/usage';
import type { Message } from '@lyceum/llm/language-model';
import type { Caller, Models } from '@lyceum/llm/task-models';
import type { DoubleAnswer } from '@lyceum/llm/testing/doubles/double-completion';
import { startGigaChatDouble } from '@lyceum/llm/testing/gigachat-double';
import { type OpenAiDoubleOptions, startOpenAiDouble } from '@lyceum/llm/testing/openai-double';
import { asAdmin, asUser, type TestActor } from '@lyceum/testing/actors';
import { z } from 'zod';
import { models, service } from './models-service.ts';

/** The administrator who sets things up. */
export const admin = asAdmin();

const running: { stop(): Promise<void> }[] = [];

afterAll(async () => {
  await Promise.all(running.map((double) => double.stop()));
});

export const prose = 'Программа рассчитана на учителей, которые ведут проектную деятельность в основной школе.';

/** What any schema of these tests accepts, else prose. */
const answer: DoubleAnswer = ({ schema }) =>
  schema === undefined ? prose : { title: 'Проектная деятельность', capital: 'Москва' };

/** A server with OpenAI's API until the test file ends. */
export async function openAi(options: OpenAiDoubleOptions = {}) {
  const double = await startOpenAiDouble({ answer, ...options });
  running.push(double);
  return double;
}

export async function gigaChat() {
  const double = await startGigaChatDouble({ answer });
  running.push(double);
  return double;
}

/** 500 ₽ a million tokens read, 1500 ₽ a million written. */
export const price = { inputMicros: 500_000_000, outputMicros: 1_500_000_000, currency: 'RUB' };

type Settings = z.input<typeof contract.openAiCompatibleSettings>;

/** Valid settings of a server that nobody has to reach. */
export function openAiSettings(overrides: Partial<Settings> = {}): Settings {
  return {
    kind: 'openai-compatible',
    name: `local ${randomUUID()}`,
    baseUrl: 'http://127.0.0.1:9/v1',
    model: 'test-model',
    embeddingModel: 'test-embedding',
    maxConcurrency: 100,
    ...overrides,
  };
}

export async function buildProvider(
  settings: z.input<typeof contract.providerSettings> = openAiSettings(),
  { key = '', as = admin }: { key?: string; as?: TestActor } = {},
): Promise<contract.Provider> {
  const response = await service.call(contract.createProvider, { as, body: { settings, key } });
  expect(response.status).toBe(201);
  return contract.provider.parse(response.body);
}

/** The task `program` of a space of its own is done by these, in this order. */
export async function setProviders(providers: readonly string[], { as = admin, task = 'program' as const } = {}): Promise<void> {
  const { status } = await service.call(putTask, { as, params: { task }, body: { providers: [...providers] } });
  expect(status).toBe(200);
}

/** A school in which nobody has asked a model yet: its administrator, and the caller one of its people would be. */
export function newSpace() {
  const space = `s-${randomUUID().slice(0, 8)}`;
  const callerIn = (actor: TestActor = asUser({ space })): Caller => ({
    task: 'program',
    space,
    userId: actor.id,
    roles: actor.roles,
  });
  return { space, as: asAdmin({ space }), callerIn };
}

/** A school whose task `program` is done by a double of its own. */
export async function newSchool(
  overrides: Partial<Settings> = {},
  options: OpenAiDoubleOptions = {},
): Promise<ReturnType<typeof newSpace> & { double: Awaited<ReturnType<typeof openAi>>; provider: contract.Provider }> {
  const school = newSpace();
  const double = await openAi(options);
  const settings = openAiSettings({ baseUrl: double.baseUrl, ...overrides });
  const provider = await buildProvider(settings, { key: options.apiKey ?? '', as: school.as });
  await setProviders([provider.id], { as: school.as });
  return { ...school, double, provider };
}

export const question: readonly Message[] = [{ role: 'user', content: 'Назовите программу повышения квалификации' }];
export const titleSchema = z.object({ title: z.string().max(200) });

export async function ask(
  caller: Caller,
  { signal = new AbortController().signal, maxOutputTokens = 400 } = {},
  asked: Models = models(),
) {
  const task = asked.forCaller(caller);
  return task.generateObject(question, titleSchema, { signal, maxOutputTokens });
}

export async function setBudget(
  as: TestActor,
  scope: Budget['scope'],
  subject: string,
  limits: { tokensPerDay?: number | null; microsPerDay?: number | null },
): Promise<void> {
  const { status } = await service.call(putBudget, {
    as,
    params: { scope, subject },
    body: { tokensPerDay: null, microsPerDay: null, ...limits },
  });
  expect(status).toBe(200);
}

export async function toUsage(actor: TestActor) {
  const response = await service.call(ownUsage, { as: actor });
  expect(response.status).toBe(200);
  return ownUsage.response.parse(response.body);
}

/** Newest first. */
export async function getCalls(as: TestActor, query: z.input<typeof listCalls.query> = {}): Promise<ModelCall[]> {
  const response = await service.call(listCalls, { as, query: { limit: 100, ...query } });
  expect(response.status).toBe(200);
  return listCalls.response.parse(response.body).items;
}
