import { systemClock } from '@lyceum/common/context';
import { createLogger } from '@lyceum/common/log';
import { gigachatSettings, openAiCompatibleSettings, type ProviderSettings } from '@lyceum/contracts/models/provider';
import { parseProviderHosts } from '../src/addresses/provider-hosts.ts';
import { createLanguageModel } from '../src/create-language-model.ts';
import type { CallOptions, Message, TextEvent } from '../src/language-model.ts';
import { type GigaChatDouble, type GigaChatDoubleOptions, startGigaChatDouble } from '../testing/gigachat-double.ts';
import { type OpenAiDouble, type OpenAiDoubleOptions, startOpenAiDouble } from '../testing/openai-double.ts';

export const log = createLogger('test', 'fatal');
/** Doubles are on this machine. */
export const hosts = parseProviderHosts('127.0.0.0/8, ::1');
export const options: CallOptions = { signal: new AbortController().signal };
export const question: readonly Message[] = [
  { role: 'system', content: 'Ты методист.' },
  { role: 'user', content: 'Составь план занятия.' },
];

type Settings<Kind extends ProviderSettings['kind']> = Partial<Extract<ProviderSettings, { kind: Kind }>>;
interface UnderTest<Double> {
  readonly double: Double;
  readonly model: ReturnType<typeof createLanguageModel>;
  readonly settings: ProviderSettings;
  /** Key and whatever it consists of. */
  readonly secrets: readonly string[];
  stop(): Promise<void>;
}

/** A double and a model that speaks to it. `timeoutSeconds` may be a fraction here. */
export async function gigachatUnderTest(
  overrides: Settings<'gigachat'> = {},
  { clock = systemClock, ...doubleOptions }: GigaChatDoubleOptions & { clock?: typeof systemClock } = {},
): Promise<UnderTest<GigaChatDouble>> {
  const double = await startGigaChatDouble({ now: clock.now, ...doubleOptions });
  const { baseUrl, authUrl, credentials, caCertificate = null } = double;
  const parsed = gigachatSettings.parse({ kind: 'gigachat', name: 'giga', baseUrl, authUrl, caCertificate });
  const settings = { ...parsed, embeddingModel: 'Embeddings', ...overrides };
  const model = createLanguageModel(settings, credentials, { clock, log, hosts });
  const pair = Buffer.from(credentials, 'base64').toString();
  return {
    double,
    model,
    settings,
    secrets: [credentials, pair, ...pair.split(':').slice(1)],
    async stop() {
      await model.close();
      await double.stop();
    },
  };
}

export async function openAiUnderTest(
  overrides: Settings<'openai-compatible'> = {},
  { clock = systemClock, ...doubleOptions }: OpenAiDoubleOptions & { clock?: typeof systemClock } = {},
): Promise<UnderTest<OpenAiDouble>> {
  const key = `sk-${crypto.randomUUID()}`;
  const double = await startOpenAiDouble({ apiKey: key, ...doubleOptions });
  const { baseUrl, caCertificate = null } = double;
  const parsed = openAiCompatibleSettings.parse({
    kind: 'openai-compatible',
    name: 'local',
    baseUrl,
    caCertificate,
    model: 'test-model',
  });
  const settings = { ...parsed, embeddingModel: 'test-embedding', ...overrides };
  const model = createLanguageModel(settings, key, { clock, log, hosts });
  return {
    double,
    model,
    settings,
    secrets: [key],
    async stop() {
      await model.close();
      await double.stop();
    },
  };
}

/** All of a stream: its text, and how it ended. */
export async function readAll(events: AsyncIterable<TextEvent>) {
  let text = '';
  let finish: TextEvent | undefined;
  for await (const event of events) {
    if (event.type === 'text') text += event.text;
    else finish = event;
  }
  return { text, finish };
}

/** What the call rejected with; undefined when it did not. */
export function toFailure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}
