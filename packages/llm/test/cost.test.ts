import { readEvents } from '@lyceum/common/server-sent-events';
import { createTestClock } from '@lyceum/testing/clock';
import { costGrowth, maxGrowth } from '@lyceum/testing/cost-growth';
import { z } from 'zod';
import { conceal } from '../src/conceal.ts';
import { completion } from '../src/gigachat/answers.ts';
import { ModelFailure } from '../src/model-failure.ts';
import { completion as openAiCompletion } from '../src/openai-compatible/answers.ts';
import { parseAnswer } from '../src/provider-answer.ts';
import { refusalFailure } from '../src/provider-failures.ts';
import { readAnswer } from '../src/read-answer.ts';

const clock = createTestClock();
const usage = { inputTokens: 1, outputTokens: 1, cost: null };
const schema = z.object({ title: z.string(), parts: z.array(z.object({ hours: z.coerce.number() })) });
const secrets = ['sk-very-secret-key-0123456789'];
const failure = new ModelFailure('unavailable', { model: 'p/m', message: '' });
const provider = { model: 'p/m', refusal: () => failure };

/** What hostile answers repeat. */
// biome-ignore format: a table
const pieces = [
  '"', '\\"', '\\', '{', '[', '{"', '{"a":', '{}', '{"title":"a","parts":[]}', ' ', '\n', '\u0301', '<think>', '</think>', '```',
  '1,', '/*', '//', 'data: x\n', '\r', 'sk-very-',
];
const starts = ['', '{"title":"', '{"parts":['];
const hostile = starts.flatMap((start) => pieces.map((piece) => [start, piece] as const));

function settled(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
  }
}

const repeated = (start: string, piece: string, size: number) =>
  Buffer.from(start + piece.repeat(Math.floor(size / piece.length)));

/** Bytes. From 128 KB on V8 keeps texts and arrays apart at a price of their own, and an array has 8 bytes for each of its parts. */
const maxSize = 12_000;

/** Each with the largest input it may get, or one that is large enough to tell. */
const readers: readonly (readonly [name: string, size: number, (text: string) => void])[] = [
  ['answers of models', maxSize, (text) => settled(() => readAnswer(text, schema, { model: 'p/m', usage }))],
  ['answers of OpenAI’s API', maxSize, (text) => settled(() => parseAnswer(text, openAiCompletion, provider))],
  ['answers of GigaChat’s API', maxSize, (text) => settled(() => parseAnswer(text, completion, provider))],
  ['refusals', maxSize, (body) => settled(() => refusalFailure({ model: 'p/m', status: 400, body, secrets, clock }))],
  ['messages', 2_000, (text) => conceal(text, secrets)],
];

it.each(readers)('takes time for %s that grows with their size, whatever they repeat', async (_name, size, read) => {
  const found: string[] = [];
  for (const [start, piece] of hostile) {
    const growth = await costGrowth(repeated(start, piece, size / 4), repeated(start, piece, size), (text) => read(String(text)));
    if (growth > maxGrowth) found.push(`${start} and many ${JSON.stringify(piece)}: ${growth.toFixed(1)} times`);
  }
  expect(found).toEqual([]);
});

it('takes time for a stream that grows with its size, however long its lines are', async () => {
  const found: string[] = [];
  const read = async (bytes: Buffer) => {
    async function* body() {
      for (let at = 0; at < bytes.length; at += 16_384) yield bytes.subarray(at, at + 16_384);
    }
    for await (const event of readEvents(body())) expect(event).not.toBe('');
  };
  for (const [start, piece] of hostile) {
    const growth = await costGrowth(repeated(start, piece, maxSize / 4), repeated(start, piece, maxSize), read);
    if (growth > maxGrowth) found.push(`${start} and many ${JSON.stringify(piece)}: ${growth.toFixed(1)} times`);
  }
  expect(found).toEqual([]);
});
