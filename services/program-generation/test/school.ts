import { randomUUID } from 'node:crypto';
import type { ModelTask } from '@lyceum/contracts/models/model-task';
import { type ProviderSettings, providerSettings } from '@lyceum/contracts/models/provider';
import type { DoubleControls } from '@lyceum/llm/testing/doubles/double-controls';
import { type GigaChatDoubleOptions, startGigaChatDouble } from '@lyceum/llm/testing/gigachat-double';
import { type OpenAiDoubleOptions, startOpenAiDouble } from '@lyceum/llm/testing/openai-double';
import { type Budget, setTaskProviders } from '@lyceum/llm/testing/test-models';
import { asAdmin, asUser, type TestActor } from '@lyceum/testing/actors';
import { z } from 'zod';

/** A space of its own whose programmes are written by a double of its own. */
export interface School<Double extends DoubleControls = DoubleControls> {
  readonly double: Double;
  readonly space: string;
  readonly admin: TestActor;
  readonly provider: { readonly id: string; readonly settings: ProviderSettings; readonly key: string };
  teacher(): TestActor;
}

const running: { stop(): Promise<void> }[] = [];

/** Registered by the test file that uses doubles. */
export async function stopDoubles(): Promise<void> {
  await Promise.all(running.splice(0).map((double) => double.stop()));
}

type Common = Partial<Pick<ProviderSettings, 'maxConcurrency' | 'timeoutSeconds'>>;

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
  z.input<typeof providerSettings> extends infer Each ? (Each extends { name: string } ? Omit<Each, 'name'> : never) : never;

function buildSchool<Double extends DoubleControls>(double: Double, settings: Settings, key: string): School<Double> {
  const space = `s-${randomUUID().slice(0, 8)}`;
  const parsed = providerSettings.parse({ ...settings, name: `school ${space}` });
  const admin = asAdmin({ space });
  const school = {
    double,
    space,
    admin,
    provider: { id: randomUUID(), settings: parsed, key },
    teacher: () => asUser({ space }),
  };
  askProvider(school);
  return school;
}

interface Asking {
  readonly task?: ModelTask;
  /** The provider is asked as it is now. */
  readonly settings?: Partial<Pick<ProviderSettings, 'enabled' | 'caCertificate'>>;
  /** Whether the outline does what the provider does not. */
  readonly outline?: boolean;
  readonly budget?: Budget;
}

/** Who does a task in the school: its provider, and the outline where it may. */
export function askProvider({ space, provider }: School, { task = 'program', settings = {}, ...rest }: Asking = {}): void {
  const current = { ...provider, settings: { ...provider.settings, ...settings } };
  setTaskProviders(space, task, { providers: [current], ...rest });
}

/** The outline writes the programmes of the school. */
export function askNobody({ space }: School): void {
  setTaskProviders(space, 'program', { providers: [], outline: true });
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
