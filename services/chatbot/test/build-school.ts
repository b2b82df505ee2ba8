import { randomUUID } from 'node:crypto';
import { type ProviderSettings, providerSettings } from '@lyceum/contracts/models/provider';
import type { DoubleControls } from '@lyceum/llm/testing/doubles/double-controls';
import { type GigaChatDoubleOptions, startGigaChatDouble } from '@lyceum/llm/testing/gigachat-double';
import { type OpenAiDoubleOptions, startOpenAiDouble } from '@lyceum/llm/testing/openai-double';
import { type Budget, setTaskProviders } from '@lyceum/llm/testing/test-models';
import { z } from 'zod';

/** A space of its own whose tutor asks a double of its own. */
export interface School<Double extends DoubleControls = DoubleControls> {
  readonly double: Double;
  readonly space: string;
  /** Asks the double as it is set now. */
  set(options: { readonly outline?: boolean; readonly budget?: Budget }): void;
}

const running: { stop(): Promise<void> }[] = [];

/** Registered by the test file that uses doubles. */
export async function stopDoubles(): Promise<void> {
  await Promise.all(running.splice(0).map((double) => double.stop()));
}

type Overrides = Partial<Pick<ProviderSettings, 'maxConcurrency' | 'timeoutSeconds'>>;

export async function openAiSchool(options: OpenAiDoubleOptions = {}, overrides: Overrides = {}) {
  const double = await startOpenAiDouble(options);
  const { baseUrl } = double;
  return build(double, { kind: 'openai-compatible', baseUrl, model: 'test-model', timeoutSeconds: 20, ...overrides }, '');
}

export async function gigaChatSchool(options: GigaChatDoubleOptions = {}, overrides: Overrides = {}) {
  const double = await startGigaChatDouble(options);
  const { baseUrl, authUrl, scope } = double;
  return build(double, { kind: 'gigachat', baseUrl, authUrl, scope, timeoutSeconds: 20, ...overrides }, double.credentials);
}

function build<Double extends DoubleControls>(double: Double, settings: object, key: string): School<Double> {
  running.push(double);
  const space = `s-${randomUUID().slice(0, 8)}`;
  const provider = { id: randomUUID(), settings: providerSettings.parse({ ...settings, name: `school ${space}` }), key };
  const set: School['set'] = (options) => setTaskProviders(space, 'tutor', { providers: [provider], ...options });
  set({});
  return { double, space, set };
}

const sent = z.object({ passages: z.array(z.object({ id: z.string(), text: z.string() })) });

interface Asked {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

/** What a model was given last: adapters join messages of the same role, each of which is a line. */
export const readLast = ({ messages }: Asked): unknown => JSON.parse(messages.at(-1)?.content.split('\n').at(-1) ?? '{}');

export const readPassages = (asked: Asked) => sent.parse(readLast(asked)).passages;

/** A model that says this of the first passage, and cites it with these words, or with its first ones. */
export function sayAndCite(text: string, words?: string) {
  return (asked: Asked): string => {
    const [passage] = readPassages(asked);
    const quote = words ?? passage?.text.split(' ').slice(0, 5).join(' ') ?? '';
    return `${text} [[${passage?.id}|"${quote}"]].`;
  };
}
