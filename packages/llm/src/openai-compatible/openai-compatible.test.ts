import { openAiCompatibleSettings } from '@lyceum/contracts/models/provider';
import { z } from 'zod';
import { hosts, log, openAiUnderTest, options, question, readAll, toFailure } from '../../test/model-under-test.ts';
import { startOddServer } from '../../testing/odd-server.ts';
import { createLanguageModel } from '../create-language-model.ts';

const schema = z.object({ title: z.string(), hours: z.int() });
const value = { title: 'План', hours: 2 };

async function ask(structuredOutput: 'nested' | 'flat' | 'prompt', doubleOptions: Parameters<typeof openAiUnderTest>[1]) {
  const test = await openAiUnderTest({ structuredOutput }, doubleOptions);
  const answer = await test.model.generateObject(question, schema, options).catch((error: unknown) => error);
  const { body } = test.double.requests.at(-1) ?? {};
  expect(test.double.count()).toBe(1);
  await test.stop();
  return { answer, body };
}

it('asks for an answer by the schema as OpenAI does', async () => {
  const { answer, body } = await ask('nested', { structured: ['nested'] });
  expect(answer).toMatchObject({ value: { title: expect.any(String) }, finishReason: 'stop' });
  expect(body).toMatchObject({
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'answer', strict: true, schema: { required: ['title', 'hours'] } },
    },
    messages: [
      { role: 'system', content: 'Ты методист.' },
      { role: 'user', content: 'Составь план занятия.' },
    ],
  });
});

it('asks for an answer by the schema as llama.cpp documents it', async () => {
  const { answer, body } = await ask('flat', { structured: ['flat'] });
  expect(answer).toMatchObject({ value: { title: expect.any(String) } });
  expect(body).toMatchObject({ response_format: { type: 'json_schema', schema: { required: ['title', 'hours'] } } });
  expect(body).not.toHaveProperty('response_format.json_schema');
});

it('asks for an answer by the schema in words where servers know nothing else, and finds it in prose', async () => {
  const { answer, body } = await ask('prompt', {
    structured: [],
    answer: () => `Конечно! Вот план:\n\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\nЧто-нибудь ещё?`,
  });
  expect(answer).toMatchObject({ value, finishReason: 'stop' });
  expect(body).not.toHaveProperty('response_format');
  expect(body).toMatchObject({
    messages: [{ role: 'system', content: expect.stringMatching(/^Ты методист\..*"hours":\{"type":"integer"/s) }, {}],
  });
});

it.each(['nested', 'flat'] as const)('finds the answer in prose also when a server ignores the %s form', async (form) => {
  const { answer } = await ask(form, { structured: [], answer: () => `<think>{…}</think>\n${JSON.stringify(value)}` });
  expect(answer).toMatchObject({ value, usage: { outputTokens: expect.any(Number) } });
});

it.each(['nested', 'flat', 'prompt'] as const)('fails as invalid-answer when prose comes to the %s form', async (form) => {
  const { answer } = await ask(form, { structured: [] });
  expect(answer).toMatchObject({ kind: 'invalid-answer', message: 'the answer is no JSON', usage: { cost: null } });
});

it('sends no authorization to a server without keys', async () => {
  const test = await openAiUnderTest({}, {});
  const model = createLanguageModel(test.settings, '', { clock: { now: () => new Date() }, log, hosts });
  expect(await toFailure(model.generateObject(question, schema, options))).toMatchObject({ kind: 'unauthorized' });
  await model.close();
  expect(test.double.requests.at(-1)?.headers).not.toHaveProperty('authorization');
  await test.stop();
});

it('does not repeat a call that was refused as unauthorized', async () => {
  const test = await openAiUnderTest();
  test.double.always({ mode: 'expired-token' });
  expect(await toFailure(test.model.generateObject(question, schema, options))).toMatchObject({ kind: 'unauthorized' });
  expect(test.double.count()).toBe(1);
  await test.stop();
});

it('estimates what a stream used when the server does not count', async () => {
  const test = await openAiUnderTest({}, { usageInStream: false });
  const { text: said, finish } = await readAll(test.model.streamText(question, options));
  expect(test.double.requests.at(-1)?.body).toMatchObject({ stream_options: { include_usage: true } });
  expect(finish).toMatchObject({ usage: { inputTokens: 29, outputTokens: Math.ceil(Buffer.byteLength(said) / 3) } });
  await test.stop();
});

it('fails as unavailable with what an event says that is an error', async () => {
  const server = await startOddServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end('data: {"error":{"message":"model crashed","type":"server_error"}}\n\n');
  });
  const test = await openAiUnderTest();
  const model = createLanguageModel({ ...test.settings, baseUrl: server.url }, 'key', {
    clock: { now: () => new Date() },
    log,
    hosts,
  });
  const failure = await toFailure(readAll(model.streamText(question, options)));
  expect(failure).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('model crashed') });
  await model.close();
  await test.stop();
  await server.stop();
});

/** A model whose server answers everything with this. */
async function answering<Result>(body: string, run: (model: ReturnType<typeof createLanguageModel>) => Promise<Result>) {
  const server = await startOddServer((_request, response) => {
    response.writeHead(200, { 'content-type': body.startsWith('data:') ? 'text/event-stream' : 'application/json' }).end(body);
  });
  const settings = openAiCompatibleSettings.parse({ kind: 'openai-compatible', name: 'p', model: 'm', baseUrl: server.url });
  const model = createLanguageModel(settings, 'key', { clock: { now: () => new Date() }, log, hosts });
  try {
    return await run(model);
  } finally {
    await model.close();
    await server.stop();
  }
}

const completion = (message: object, usage: unknown = null) =>
  JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }], usage });
const generate = (body: string) =>
  answering(body, (model) => model.generateObject(question, schema, { ...options, maxOutputTokens: 400 }));
const answer = JSON.stringify(value);

it.each([
  ['content', { content: answer }],
  [
    'parts of content',
    {
      content: [
        { type: 'text', text: answer.slice(0, 9) },
        { type: 'text', text: answer.slice(9) },
      ],
    },
  ],
  ['reasoning_content, content being empty', { content: '', reasoning_content: answer }],
  ['reasoning_content, content being null', { content: null, reasoning_content: `<think>Так.</think>${answer}` }],
  ['reasoning, content being absent', { reasoning: `\n${answer}` }],
  ['content after reasoning', { content: answer, reasoning_content: JSON.stringify({ ...value, title: 'Набросок' }) }],
])('reads the answer in %s', async (_where, message) => {
  expect(await generate(completion(message))).toMatchObject({ value, finishReason: 'stop' });
});

it('takes no draft within reasoning for the answer', async () => {
  const thought = completion({ content: '', reasoning_content: `Пусть будет ${answer}, хотя нет.` });
  expect(await toFailure(generate(thought))).toMatchObject({ kind: 'invalid-answer' });
});

it('takes what the model declines for a refusal', async () => {
  expect(await generate(completion({ content: null, refusal: 'I cannot help with that.' }))).toMatchObject({
    value: null,
    finishReason: 'refused',
  });
});

it.each([
  ['{"error":{"message":"model is loading","code":503}}', 'unavailable', '503: model is loading'],
  ['{"error":"model is not loaded"}', 'unavailable', '500: model is not loaded'],
  ['{"error":{"message":"Slow down","code":429}}', 'rate-limited', '429: Slow down'],
  ['{"error":{"message":"No such model","code":404}}', 'model-not-found', '404: No such model'],
  ['{"id":"x","choices":[],"usage":null}', 'invalid-provider-answer', /otherwise/],
  ['{"object":"chat.completion"}', 'invalid-provider-answer', /otherwise/],
  ['{"choices":[{"index":0,"finish_reason":"stop"}]}', 'invalid-provider-answer', /otherwise/],
  ['{"choices":"none"}', 'invalid-provider-answer', /otherwise/],
  ['<!doctype html><title>Under maintenance</title>', 'invalid-provider-answer', /otherwise/],
  ['', 'invalid-provider-answer', /otherwise/],
  ['null', 'invalid-provider-answer', /otherwise/],
  ['['.repeat(200), 'invalid-provider-answer', /otherwise/],
  [completion({ content: 'x'.repeat(2_000_000) }), 'invalid-provider-answer', /more than/],
])('takes %# with status 200 for a failure of the provider', async (body, kind, message) => {
  expect(await toFailure(generate(body))).toMatchObject({ kind, message: expect.stringMatching(message) });
});

it('reads a stream that ends without an empty line, or without a line break', async () => {
  const events = [{ choices: [{ delta: { content: 'Да' } }] }, { choices: [{ delta: { content: '!' }, finish_reason: 'stop' }] }];
  const [first, last] = events.map((event) => `data: ${JSON.stringify(event)}`);
  for (const end of ['\n\n', '\n', '']) {
    const said = await answering(`${first}\n\n${last}${end}`, (model) => readAll(model.streamText(question, options)));
    expect(said).toMatchObject({ text: 'Да!', finish: { finishReason: 'stop' } });
  }
});

it.each([
  [{ prompt_tokens: -2_000_000, completion_tokens: 3 }],
  [{ prompt_tokens: 1.8e16, completion_tokens: 3 }],
  [{ prompt_tokens: 9_000_000, completion_tokens: 3 }],
  [{ prompt_tokens: 10.5, completion_tokens: 3 }],
  [{ prompt_tokens: '29', completion_tokens: 3 }],
  [{ completion_tokens: 3 }],
])('does not believe the tokens of %j', async (usage) => {
  expect(await generate(completion({ content: answer }, usage))).toMatchObject({ usage: { inputTokens: 29, outputTokens: 3 } });
});
