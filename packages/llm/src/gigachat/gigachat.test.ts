import { createTestClock } from '@lyceum/testing/clock';
import { z } from 'zod';
import { gigachatUnderTest, hosts, log, options, question, readAll, toFailure } from '../../test/model-under-test.ts';
import { startOddServer } from '../../testing/odd-server.ts';
import { createLanguageModel } from '../create-language-model.ts';

const schema = z.object({ title: z.string(), note: z.string().nullable() }).describe('План занятия');
const clock = createTestClock();
let test: Awaited<ReturnType<typeof gigachatUnderTest>>;
beforeAll(async () => {
  test = await gigachatUnderTest({ scope: 'GIGACHAT_API_CORP' }, { clock, scope: 'GIGACHAT_API_CORP' });
});
afterAll(() => test.stop());
beforeEach(() => test.double.clear());

const ask = (model = test.model) => model.generateObject(question, schema, options);
const bodies = () => test.double.requests.filter(({ route }) => route === 'chat').map(({ body }) => body);

describe('tokens', () => {
  it('are asked for once by ten calls at once, with a request id of version 4 and the scope', async () => {
    const fresh = await gigachatUnderTest({ scope: 'GIGACHAT_API_CORP' }, { scope: 'GIGACHAT_API_CORP' });
    await Promise.all(Array.from({ length: 10 }, () => ask(fresh.model)));
    const [first, ...others] = fresh.double.requests.filter(({ route }) => route === 'oauth');
    await fresh.stop();
    expect(others).toHaveLength(0);
    expect(z.uuidv4().safeParse(first?.headers['rquid']).success).toBe(true);
    expect(first).toMatchObject({ body: 'scope=GIGACHAT_API_CORP', status: 200 });
  });

  it('are replaced once when ten calls at once are refused, each of which is repeated once', async () => {
    await ask();
    test.double.expireTokens();
    test.double.clear();
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask()));
    expect(answers.every(({ finishReason }) => finishReason === 'stop')).toBe(true);
    expect(test.double.count('oauth')).toBe(1);
    expect(test.double.count()).toBe(20);
    expect(test.double.maxInFlight('oauth')).toBe(1);
  });

  it('are replaced once for a call; refused again it fails as unauthorized', async () => {
    await ask();
    test.double.clear();
    test.double.always({ mode: 'expired-token' });
    expect(await toFailure(ask())).toMatchObject({ kind: 'unauthorized', passing: false });
    expect(test.double.count()).toBe(2);
    expect(await toFailure(readAll(test.model.streamText(question, options)))).toMatchObject({ kind: 'unauthorized' });
    expect(test.double.count()).toBe(4);
    expect(test.double.maxInFlight('oauth')).toBe(1);
  });

  it.each(['milliseconds', 'seconds', 'old'] as const)(
    'are used until shortly before they end when told in the shape %s',
    async (tokenShape) => {
      clock.set(new Date('2026-11-21T09:00:00Z'));
      const shaped = await gigachatUnderTest({}, { clock, tokenShape });
      await ask(shaped.model);
      clock.advance(28 * 60_000);
      await ask(shaped.model);
      expect(shaped.double.count('oauth')).toBe(1);
      clock.advance(60_000);
      await ask(shaped.model);
      expect(shaped.double.count('oauth')).toBe(2);
      expect(shaped.double.requests.every(({ status }) => status === 200)).toBe(true);
      await shaped.stop();
      clock.reset();
    },
  );

  it.each([
    ['a wrong key', {}, 'd3Jvbmc6a2V5', 'unauthorized', "401: credentials doesn't match db data"],
    ['a key of another scope', { scope: 'GIGACHAT_API_PERS' }, undefined, 'invalid-request', '400: scope from db not fully'],
  ] as const)('are not given for %s, which the failure says', async (_what, settings, key, kind, message) => {
    const model = createLanguageModel({ ...test.settings, ...settings }, key ?? test.double.credentials, { clock, log, hosts });
    const failure = await toFailure(ask(model));
    await model.close();
    expect(failure).toMatchObject({ kind, message: expect.stringContaining(message) });
    expect(test.double.count()).toBe(0);
  });

  it.each([
    [
      { mode: 'fail', status: 429, retryAfter: 3 },
      { kind: 'rate-limited', retryAfter: 3 },
    ],
    [{ mode: 'fail', status: 503 }, { kind: 'unavailable' }],
    [{ mode: 'reset', at: 'start' }, { kind: 'unavailable' }],
  ] as const)('may fail with %o; then the call fails with %o and the next one asks again', async (mode, failure) => {
    const fresh = await gigachatUnderTest();
    fresh.double.next(mode, 'oauth');
    expect(await toFailure(ask(fresh.model))).toMatchObject(failure);
    expect(fresh.double.count()).toBe(0);
    expect((await ask(fresh.model)).finishReason).toBe('stop');
    await fresh.stop();
  });
});

describe('an answer by a schema', () => {
  it('is forced through the arguments of a function, without what functions do not know', async () => {
    const { value } = await ask();
    expect(value).toMatchObject({ title: expect.any(String), note: expect.any(String) });
    expect(bodies().at(-1)).toMatchObject({
      model: 'GigaChat-2-Pro',
      function_call: { name: 'answer' },
      functions: [
        {
          name: 'answer',
          description: 'План занятия',
          parameters: { type: 'object', properties: { title: { type: 'string' }, note: { type: 'string' } } },
        },
      ],
    });
    expect(bodies().at(-1)).not.toHaveProperty('response_format');
  });

  it('is asked for by a flat response_format where that is known', async () => {
    const salute = await gigachatUnderTest({ structuredOutput: 'json-schema' }, { profile: 'salute' });
    const { value } = await ask(salute.model);
    const { body } = salute.double.requests.at(-1) ?? {};
    await salute.stop();
    expect(value).toMatchObject({ title: expect.any(String) });
    expect(body).toMatchObject({
      response_format: { type: 'json_schema', strict: true, schema: { type: 'object', required: ['title', 'note'] } },
    });
    expect(body).not.toHaveProperty('functions');
  });

  it('fails as invalid-answer where response_format is not known and prose comes', async () => {
    const classic = await gigachatUnderTest({ structuredOutput: 'json-schema' }, { profile: 'classic' });
    expect(await toFailure(ask(classic.model))).toMatchObject({ kind: 'invalid-answer', message: 'the answer is no JSON' });
    expect(classic.double.count()).toBe(1);
    await classic.stop();
  });

  it('is also read when the model says it instead of calling the function', async () => {
    test.double.answerWith(() => 'Вот: {"title": "План", "note": null}');
    expect((await ask()).value).toEqual({ title: 'План', note: null });
  });
});

it('puts all instructions into one system message, first', async () => {
  await test.model.generateObject([...question, { role: 'system', content: 'Кратко.' }], schema, options);
  expect(bodies().at(-1)).toMatchObject({
    messages: [
      { role: 'system', content: 'Ты методист.\n\nКратко.' },
      { role: 'user', content: 'Составь план занятия.' },
    ],
  });
});

it('asks for the most likely text with the least temperature GigaChat takes', async () => {
  await test.model.generateObject(question, schema, { ...options, temperature: 0 });
  expect(bodies().at(-1)).toMatchObject({ temperature: 0.001 });
});

it('counts as the provider does', async () => {
  expect(await test.model.countTokens(question, options)).toBe(3 + 6);
  expect(test.double.requests.at(-1)?.body).toEqual({
    model: 'GigaChat-2-Pro',
    input: ['Ты методист.', 'Составь план занятия.'],
  });
});

it('repeats other calls with another token too', async () => {
  await ask();
  test.double.expireTokens();
  expect((await test.model.embed(['урок'], options)).vectors[0]).toHaveLength(1024);
  test.double.expireTokens();
  expect(await test.model.countTokens(question, options)).toBeGreaterThan(0);
});

/** GigaChat as far as a stream goes, with an end of its own. */
async function answerStream(...pieces: string[]) {
  const server = await startOddServer((request, response) => {
    if (request.url === '/oauth') return response.end(JSON.stringify({ access_token: 't', expires_at: Date.now() + 1e6 }));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(pieces.join(''), () => response.destroy());
    return;
  });
  const settings = { ...test.settings, baseUrl: server.url, authUrl: `${server.url}/oauth` };
  const model = createLanguageModel(settings, 'key', { clock, log, hosts });
  const answer = await readAll(model.streamText(question, options)).catch((error: unknown) => error);
  await model.close();
  await server.stop();
  return answer;
}

const said = `data: ${JSON.stringify({ choices: [{ delta: { role: 'assistant', content: 'Да' }, index: 0 }] })}\n\n`;

it('misses nothing when the connection breaks after the finish reason', async () => {
  const usage = { prompt_tokens: 9, completion_tokens: 1, total_tokens: 7, precached_prompt_tokens: 3 };
  const last = `data: ${JSON.stringify({ choices: [{ delta: { content: '' }, index: 0, finish_reason: 'stop' }], usage })}\n\n`;
  expect(await answerStream(said, last)).toEqual({
    text: 'Да',
    finish: { type: 'finish', finishReason: 'stop', usage: { inputTokens: 6, outputTokens: 1, cost: null } },
  });
});

it('estimates what was used when the provider does not say', async () => {
  const last = `data: ${JSON.stringify({ choices: [{ delta: {}, index: 0, finish_reason: 'stop' }] })}\n\n`;
  expect(await answerStream(said, last)).toMatchObject({ finish: { usage: { inputTokens: 29, outputTokens: 2 } } });
});

it('fails as invalid-provider-answer on an event that is none of its API', async () => {
  expect(await answerStream(said, 'data: {"text":"?"}\n\n')).toMatchObject({ kind: 'invalid-provider-answer' });
  expect(await answerStream(said, 'data: {"choices":\n\n')).toMatchObject({ kind: 'invalid-provider-answer' });
});
