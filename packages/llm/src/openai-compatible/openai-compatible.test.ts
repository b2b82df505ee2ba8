import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { failureOf, hosts, log, openAiUnderTest, options, question, readAll } from '../../test/model-under-test.ts';
import { startOddServer } from '../../test/odd-server.ts';
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
  expect(await failureOf(model.generateObject(question, schema, options))).toMatchObject({ kind: 'unauthorized' });
  await model.close();
  expect(test.double.requests.at(-1)?.headers).not.toHaveProperty('authorization');
  await test.stop();
});

it('does not repeat a call that was refused as unauthorized', async () => {
  const test = await openAiUnderTest();
  test.double.always({ mode: 'expired-token' });
  expect(await failureOf(test.model.generateObject(question, schema, options))).toMatchObject({ kind: 'unauthorized' });
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
  const failure = await failureOf(readAll(model.streamText(question, options)));
  expect(failure).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('model crashed') });
  await model.close();
  await test.stop();
  await server.stop();
});

it('loads the library only with the first call', async () => {
  const script = `
    const { registerHooks } = await import('node:module');
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    const { createLanguageModel } = await import('./src/create-language-model.ts');
    const settings = { kind: 'openai-compatible', name: 'n', baseUrl: 'http://127.0.0.1:1', model: 'm', timeoutSeconds: 5,
      embeddingModel: null, price: null, caCertificate: null, structuredOutput: 'nested' };
    const model = createLanguageModel(settings, '', { clock: { now: () => new Date() }, log: { debug() {} } });
    const count = () => loaded.filter((url) => /node_modules\\/(ai|@ai-sdk)\\//.test(url)).length;
    const before = count();
    const { signal } = new AbortController();
    const failure = await model.embed(['a'], { signal }).catch((error) => error);
    process.stdout.write(JSON.stringify({ before, after: count() > 0, kind: failure.kind }));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd: new URL('../..', import.meta.url) });
  expect(JSON.parse(await text(child.stdout))).toEqual({ before: 0, after: true, kind: 'model-not-found' });
});
