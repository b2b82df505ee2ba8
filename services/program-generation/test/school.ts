import { randomUUID } from 'node:crypto';
import { type ModelTask, putTask } from '@lyceum/contracts/models/model-task';
import * as contract from '@lyceum/contracts/models/provider';
import { asAdmin, asUser, type TestActor } from '@lyceum/testing/actors';
import type { DoubleControls } from '@lyceum/testing/double-controls';
import { type GigaChatDoubleOptions, startGigaChatDouble } from '@lyceum/testing/gigachat-double';
import { type OpenAiDoubleOptions, startOpenAiDouble } from '@lyceum/testing/openai-double';
import { z } from 'zod';
import { service } from './generation-service.ts';

/** A space of its own whose programmes are written by a double of its own. */
export interface School<Double extends DoubleControls = DoubleControls> {
  readonly double: Double;
  readonly space: string;
  readonly admin: TestActor;
  readonly provider: contract.Provider;
  teacher(): TestActor;
}

const running: { stop(): Promise<void> }[] = [];

/** Registered by the test file that uses doubles. */
export async function stopDoubles(): Promise<void> {
  await Promise.all(running.splice(0).map((double) => double.stop()));
}

type Common = Partial<Pick<contract.ProviderSettings, 'maxConcurrency' | 'timeoutSeconds'>>;

export async function openAiSchool(
  settings: Common & { structuredOutput?: 'nested' | 'flat' } = {},
  options: OpenAiDoubleOptions = {},
) {
  const double = await startOpenAiDouble(options);
  running.push(double);
  const { baseUrl } = double;
  return buildSchool(
    double,
    { kind: 'openai-compatible', baseUrl, model: 'test-model', timeoutSeconds: 5, ...settings },
    options.apiKey ?? '',
  );
}

export async function gigaChatSchool(
  settings: Common & { structuredOutput?: 'json-schema' | 'function-call' } = {},
  options: GigaChatDoubleOptions = {},
) {
  const double = await startGigaChatDouble(options);
  running.push(double);
  const { baseUrl, authUrl, scope } = double;
  return buildSchool(double, { kind: 'gigachat', baseUrl, authUrl, scope, timeoutSeconds: 5, ...settings }, double.credentials);
}

type Settings =
  z.input<typeof contract.providerSettings> extends infer Each
    ? Each extends { name: string }
      ? Omit<Each, 'name'>
      : never
    : never;

async function buildSchool<Double extends DoubleControls>(
  double: Double,
  settings: Settings,
  key: string,
): Promise<School<Double>> {
  const space = `s-${randomUUID().slice(0, 8)}`;
  const admin = asAdmin({ space });
  const provider = await addProvider(admin, { ...settings, name: `school ${space}` }, key);
  await setProviders(admin, [provider.id]);
  return { double, space, admin, provider, teacher: () => asUser({ space }) };
}

async function addProvider(
  admin: TestActor,
  settings: z.input<typeof contract.providerSettings>,
  key = '',
): Promise<contract.Provider> {
  const { status, body } = await service.call(contract.createProvider, { as: admin, body: { settings, key } });
  expect(status).toBe(201);
  return contract.provider.parse(body);
}

/** Who writes programmes, in the order they are tried. */
export async function setProviders(admin: TestActor, providers: string[], task: ModelTask = 'program'): Promise<void> {
  const { status } = await service.call(putTask, { as: admin, params: { task }, body: { providers } });
  expect(status).toBe(200);
}

const asked = z.object({ messages: z.unknown() });

/** How often the same was asked and answered whole. */
export function answeredTimes({ requests }: DoubleControls): number[] {
  const answered = requests.filter(({ route, status, aborted }) => route === 'chat' && status === 200 && !aborted);
  const times = new Map<string, number>();
  for (const { body } of answered) {
    const question = JSON.stringify(asked.parse(body).messages);
    times.set(question, (times.get(question) ?? 0) + 1);
  }
  return [...times.values()];
}
