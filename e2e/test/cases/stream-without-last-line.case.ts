import assert from 'node:assert/strict';
import { systemClock } from '@lyceum/common/context';
import { createLogger } from '@lyceum/common/log';
import { gigachatSettings, openAiCompatibleSettings } from '@lyceum/contracts/models/provider';
import { parseProviderHosts } from '@lyceum/llm/addresses/provider-hosts';
import { createLanguageModel } from '@lyceum/llm/create-language-model';
import type { TextEvent } from '@lyceum/llm/language-model';
import { type Case, readInput } from './case.ts';
import { withServer } from './providers.ts';

const folder = '21-sse-without-last-empty-line';
const token = Buffer.from(JSON.stringify({ access_token: 'token', expires_at: 4_102_444_800_000 }));
const surroundings = {
  clock: systemClock,
  log: createLogger('cases', 'silent'),
  hosts: parseProviderHosts('127.0.0.0/8'),
};

export const streamWithoutLastLine: Case = {
  folder,
  outcome: 'is read to its end by both kinds of providers',
  run: () =>
    withServer({ type: 'text/event-stream', body: readInput(folder, 'stream.txt') }, (baseUrl) =>
      withServer({ type: 'application/json', body: token }, async (authUrl) => {
        for (const settings of [
          openAiCompatibleSettings.parse({ kind: 'openai-compatible', name: 'open', model: 'm', baseUrl }),
          gigachatSettings.parse({ kind: 'gigachat', name: 'giga', baseUrl, authUrl }),
        ]) {
          const model = createLanguageModel(settings, 'key', surroundings);
          const events: TextEvent[] = [];
          const question = [{ role: 'user', content: 'Поздоровайся' }] as const;
          for await (const event of model.streamText(question, { signal: AbortSignal.timeout(10_000) })) events.push(event);
          await model.close();
          const usage = { inputTokens: 1, outputTokens: 2, cost: null };
          assert.deepEqual(events, [
            { type: 'text', text: 'Привет' },
            { type: 'text', text: '!' },
            { type: 'finish', finishReason: 'stop', usage },
          ]);
        }
      }),
    ),
};
