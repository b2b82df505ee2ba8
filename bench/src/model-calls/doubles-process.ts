import { startGigaChatDouble } from '@lyceum/llm/testing/gigachat-double';
import { startOpenAiDouble } from '@lyceum/llm/testing/openai-double';
import type { Doubles, RecordedCall } from './doubles.ts';
import { answer, prose } from './question.ts';

/** A call of the slow one waits for the next tick. */
const tickMs = 100;

const model = { answer: ({ schema }: { schema: unknown }) => (schema === undefined ? prose : answer) };
const doubles = {
  gigachat: await startGigaChatDouble({ ...model, scope: 'GIGACHAT_API_CORP', streams: 100 }),
  openai: await startOpenAiDouble(model),
  slow: await startOpenAiDouble(model),
};
const { gigachat, openai, slow } = doubles;

let letGo = slow.hold();
setInterval(() => {
  letGo();
  letGo = slow.hold();
}, tickMs);

function lastCall({ url, requests }: (typeof doubles)[keyof typeof doubles]): RecordedCall {
  const call = requests.findLast(({ route }) => route === 'chat');
  if (!call) throw new Error('nothing was asked yet');
  return { url: `${url}${call.path}`, headers: call.headers, body: JSON.stringify(call.body) };
}

process.once('disconnect', () => process.exit());
process.on('message', (name: keyof typeof doubles) => process.send?.(lastCall(doubles[name])));
process.send?.({
  gigachat: {
    settings: {
      kind: 'gigachat',
      name: 'GigaChat',
      baseUrl: gigachat.baseUrl,
      authUrl: gigachat.authUrl,
      scope: gigachat.scope,
      maxConcurrency: 10,
    },
    key: gigachat.credentials,
  },
  openai: {
    settings: { kind: 'openai-compatible', name: 'OpenAI-compatible', baseUrl: openai.baseUrl, model: 'test-model' },
    key: 'a key that nobody looks at',
  },
  slow: {
    settings: { kind: 'openai-compatible', name: 'slow', baseUrl: slow.baseUrl, model: 'test-model', maxConcurrency: 1 },
    key: '',
  },
} satisfies Doubles);
