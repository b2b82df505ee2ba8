import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { systemClock } from '@lyceum/common/context';
import { createTestClock } from '@lyceum/testing/clock';
import { z } from 'zod';
import {
  gigachatUnderTest,
  hosts,
  log,
  openAiUnderTest,
  options,
  question,
  readAll,
  toFailure,
} from '../test/model-under-test.ts';
import { startOddServer } from '../testing/odd-server.ts';
import { parseProviderHosts } from './addresses/provider-hosts.ts';
import { createLanguageModel } from './create-language-model.ts';
import { ModelFailure } from './model-failure.ts';

const schema = z.object({ title: z.string().min(1), parts: z.array(z.object({ hours: z.int().min(1).max(9) })).min(2) });

/** What both kinds of providers promise. */
describe.each([
  ['gigachat', gigachatUnderTest],
  ['openai-compatible', openAiUnderTest],
] as const)('a model of kind %s', (_kind, start) => {
  const clock = createTestClock();
  let test: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    test = await start({}, { clock });
  });
  afterAll(() => test.stop());
  afterEach(() => test.double.clear());

  const generate = (model = test.model) => model.generateObject(question, schema, options);
  const stream = (model = test.model) => readAll(model.streamText(question, options));

  it('answers with what the schema accepts, and with what was used', async () => {
    const { value, finishReason, usage } = await generate();
    expect(schema.parse(value)).toEqual(value);
    expect(finishReason).toBe('stop');
    expect(usage.inputTokens).toBeGreaterThan(0);
    expect(usage.outputTokens).toBeGreaterThan(0);
    expect(test.double.count()).toBe(1);
  });

  it('prices what was used', async () => {
    const priced = await start({ price: { inputMicros: 2_000_000, outputMicros: 3_000_000, currency: 'RUB' } });
    const { usage } = await generate(priced.model);
    await priced.stop();
    expect(usage.cost).toEqual({ micros: 2 * usage.inputTokens + 3 * usage.outputTokens, currency: 'RUB' });
  });

  it('streams the text and ends with what was used', async () => {
    const { text, finish } = await stream();
    expect(text).toMatch(/^\p{Script=Cyrillic}.{50,}/u);
    expect(finish).toMatchObject({ type: 'finish', finishReason: 'stop', usage: { outputTokens: Math.ceil(text.length / 4) } });
  });

  it.each([1, 2, 7, 100])('reads answers and streams that come in pieces of %i bytes', async (bytes) => {
    const { text } = await stream();
    test.double.always({ mode: 'slice', bytes });
    expect((await generate()).value).not.toBeNull();
    expect((await stream()).text).toBe(text);
  });

  it('passes a piece on while nothing more comes, and leaving ends the call at the provider', async () => {
    test.double.next({ mode: 'stall', at: 'middle' });
    for await (const event of test.model.streamText(question, options)) {
      expect(event.type).toBe('text');
      expect(test.double.inFlight()).toBe(1);
      break;
    }
    await test.double.idle();
    expect(test.double.requests.at(-1)).toMatchObject({ aborted: true });
  });

  it('needs no [DONE] after a finish reason', async () => {
    test.double.next({ mode: 'no-done' });
    expect((await stream()).finish).toMatchObject({ finishReason: 'stop' });
  });

  it('takes a filter that declines for an answer', async () => {
    test.double.always({ mode: 'blacklist' });
    expect(await generate()).toMatchObject({ value: null, finishReason: 'refused', usage: { cost: null } });
    expect((await stream()).finish).toMatchObject({ finishReason: 'refused' });
  });

  it('says that an answer was cut off at the limit of tokens', async () => {
    test.double.always({ mode: 'length' });
    expect(await generate()).toMatchObject({ value: null, finishReason: 'length' });
    expect((await stream()).finish).toMatchObject({ finishReason: 'length' });
  });

  it('sends the limit of tokens and the temperature', async () => {
    await readAll(test.model.streamText(question, { ...options, maxOutputTokens: 5, temperature: 0.3 }));
    expect(test.double.requests.at(-1)?.body).toMatchObject({ max_tokens: 5, temperature: 0.3, stream: true });
  });

  it('names every request differently', async () => {
    await generate();
    await stream();
    const ids = test.double.requests.map(({ headers }) => headers['x-request-id']);
    expect(ids.every((id) => z.uuid().safeParse(id).success)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('fails as invalid-answer with what was used when the answer is no JSON', async () => {
    test.double.next({ mode: 'invalid-json' });
    const failure = await toFailure(generate());
    expect(failure).toMatchObject({ kind: 'invalid-answer', usage: { outputTokens: expect.any(Number) } });
    expect(test.double.count()).toBe(1);
  });

  it('fails as invalid-answer with the places when the answer does not match the schema', async () => {
    test.double.answerWith(() => ({ title: 'План', parts: [{ hours: 3 }, { hours: 30 }] }));
    const failure = await toFailure(generate());
    test.double.answerWith(undefined);
    expect(failure).toMatchObject({ kind: 'invalid-answer', usage: { inputTokens: expect.any(Number) } });
    expect(String(failure)).toContain('parts.1.hours');
  });

  it.each([
    [400, 'invalid-request'],
    [402, 'payment-required'],
    [403, 'forbidden'],
    [404, 'model-not-found'],
    [413, 'too-large'],
    [422, 'invalid-request'],
    [429, 'rate-limited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ] as const)('fails with status %i as %s, and asks once', async (status, kind) => {
    test.double.always({ mode: 'fail', status });
    expect(await toFailure(generate())).toMatchObject({ name: 'ModelFailure', kind, model: test.model.name });
    expect(await toFailure(stream())).toMatchObject({ name: 'ModelFailure', kind });
    expect(test.double.count()).toBe(2);
  });

  it.each([
    ['seconds', 7, 7],
    ['a date', 'Sat, 21 Nov 2026 09:00:30 GMT', 30],
  ])('tells how long the provider asks to wait, given as %s', async (_form, retryAfter, seconds) => {
    clock.set(new Date('2026-11-21T09:00:00Z'));
    test.double.always({ mode: 'fail', status: 429, retryAfter });
    expect(await toFailure(generate())).toMatchObject({ kind: 'rate-limited', retryAfter: seconds, passing: true });
    expect(await toFailure(stream())).toMatchObject({ kind: 'rate-limited', retryAfter: seconds });
    clock.reset();
  });

  it.each([
    { mode: 'reset', at: 'start' },
    { mode: 'reset', at: 'middle' },
  ] as const)('fails as unavailable when the connection breaks (%o), and asks once', async (mode) => {
    test.double.always(mode);
    expect(await toFailure(generate())).toMatchObject({ kind: 'unavailable' });
    expect(await toFailure(stream())).toMatchObject({ kind: 'unavailable' });
    expect(test.double.count()).toBe(2);
  });

  it('fails as unavailable when a stream ends without a finish reason', async () => {
    test.double.next({ mode: 'no-done', finish: false });
    expect(await toFailure(stream())).toMatchObject({ kind: 'unavailable', message: 'the answer broke off' });
  });

  it('fails as unavailable when nobody listens', async () => {
    const away = await start();
    await away.double.stop();
    expect(await toFailure(generate(away.model))).toMatchObject({ kind: 'unavailable', passing: true });
    await away.model.close();
  });

  it('fails as timeout when nothing comes in time', async () => {
    const hasty = await start({ timeoutSeconds: 0.4 });
    await hasty.model.countTokens(question, options);
    hasty.double.always({ mode: 'stall', at: 'start' });
    expect(await toFailure(generate(hasty.model))).toMatchObject({ kind: 'timeout', message: 'no whole answer in 0.4 s' });
    expect(await toFailure(stream(hasty.model))).toMatchObject({ kind: 'timeout', message: 'no whole answer in 0.4 s' });
    await hasty.double.idle();
    expect(hasty.double.count()).toBe(2);
    await hasty.stop();
  });

  it('fails as timeout when a stream falls silent', async () => {
    const hasty = await start({ timeoutSeconds: 1 });
    hasty.double.always({ mode: 'stall', at: 'middle' });
    expect(await toFailure(stream(hasty.model))).toMatchObject({ kind: 'timeout', message: 'nothing more came for 0.25 s' });
    await hasty.double.idle();
    await hasty.stop();
  });

  it('does not count as silence the time its reader takes', async () => {
    const hasty = await start({ timeoutSeconds: 1 });
    hasty.double.always({ mode: 'slice', bytes: 100 });
    let pieces = 0;
    for await (const event of hasty.model.streamText(question, options)) {
      if (event.type !== 'text' || pieces++ > 0) continue;
      const until = performance.now() + 300;
      while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(pieces).toBeGreaterThan(1);
    await hasty.stop();
  });

  it('rejects with the reason of the signal, and ends the call at the provider', async () => {
    for (const call of [test.model.generateObject, test.model.streamText]) {
      test.double.next({ mode: 'stall', at: 'start' });
      const { length } = test.double.requests;
      const controller = new AbortController();
      const signal = { signal: controller.signal };
      const failed =
        call === test.model.streamText
          ? toFailure(readAll(test.model.streamText(question, signal)))
          : toFailure(test.model.generateObject(question, schema, signal));
      await test.double.arrived(length === 0 ? 1 : 2);
      const reason = new Error('the person left');
      controller.abort(reason);
      expect(await failed).toBe(reason);
      await test.double.idle();
    }
    expect(test.double.requests.filter(({ aborted }) => aborted)).toHaveLength(2);
  });

  it('rejects with the reason of the signal in the middle of a stream', async () => {
    test.double.next({ mode: 'stall', at: 'middle' });
    const controller = new AbortController();
    const reason = new Error('the person left');
    const read = async () => {
      for await (const _ of test.model.streamText(question, { signal: controller.signal })) controller.abort(reason);
    };
    expect(await toFailure(read())).toBe(reason);
    await test.double.idle();
  });

  it('sends nothing when the signal was aborted before', async () => {
    const reason = new Error('too late');
    const signal = { signal: AbortSignal.abort(reason) };
    expect(await toFailure(test.model.generateObject(question, schema, signal))).toBe(reason);
    expect(await toFailure(readAll(test.model.streamText(question, signal)))).toBe(reason);
    expect(await toFailure(test.model.embed(['text'], signal))).toBe(reason);
    expect(await toFailure(test.model.countTokens(question, signal))).toBe(reason);
    expect(test.double.requests).toHaveLength(0);
  });

  it('embeds texts in their order, and asks nothing for none', async () => {
    const { vectors, usage } = await test.model.embed(['урок', 'лекция', 'урок'], options);
    expect(vectors).toHaveLength(3);
    expect(vectors[0]).toEqual(vectors[2]);
    expect(vectors[0]).not.toEqual(vectors[1]);
    expect(usage).toMatchObject({ inputTokens: 4, outputTokens: 0 });
    test.double.clear();
    expect((await test.model.embed([], options)).vectors).toEqual([]);
    expect(test.double.count('embeddings')).toBe(0);
  });

  it('fails as model-not-found when texts are to be embedded without a model for it', async () => {
    const plain = await start({ embeddingModel: null });
    expect(await toFailure(plain.model.embed(['text'], options))).toMatchObject({ kind: 'model-not-found' });
    await plain.stop();
  });

  it('counts tokens', async () => {
    const few = await test.model.countTokens(question, options);
    const many = await test.model.countTokens([...question, { role: 'user', content: 'слово '.repeat(100) }], options);
    expect(few).toBeGreaterThan(0);
    expect(many).toBeGreaterThan(few + 100);
    expect(await test.model.countTokens([], options)).toBe(0);
  });

  it('trusts its own authority, for this client alone', async () => {
    const secure = await start({}, { tls: 'trusted' });
    expect((await generate(secure.model)).finishReason).toBe('stop');
    expect((await stream(secure.model)).finish).toBeDefined();
    expect(await toFailure(fetch(secure.double.url))).toMatchObject({ message: 'fetch failed' });
    await secure.stop();
  });

  it.each(['other-authority', 'other-host', 'expired'] as const)('fails as certificate when it is of %s', async (tls) => {
    const secure = await start({}, { tls });
    expect(await toFailure(generate(secure.model))).toMatchObject({ kind: 'certificate', passing: false });
    expect(await toFailure(stream(secure.model))).toMatchObject({ kind: 'certificate' });
    expect(secure.double.requests).toHaveLength(0);
    await secure.stop();
  });

  it('fails as certificate without its authority, or with one that cannot be read, and connects once for it', async () => {
    const secure = await start({}, { tls: 'trusted' });
    const proxy = await countConnections(secure.double.url);
    const through = (url: string) => url.replace(secure.double.url, proxy.url);
    for (const caCertificate of [null, 'no certificate']) {
      const { settings } = secure;
      const moved = { ...settings, baseUrl: through(settings.baseUrl), caCertificate };
      const model = createLanguageModel(
        moved.kind === 'gigachat' ? { ...moved, authUrl: through(moved.authUrl) } : moved,
        'key',
        { clock: systemClock, log, hosts },
      );
      expect(await toFailure(generate(model))).toMatchObject({ kind: 'certificate' });
      await model.close();
    }
    expect(proxy.connections()).toBe(2);
    await proxy.stop();
    await secure.stop();
  });

  it('has the key in no failure, whatever the provider says', async () => {
    const leaky = await start({ timeoutSeconds: 0.5 });
    const { double, model, secrets } = leaky;
    const failures: unknown[] = [];
    for (const status of [400, 401, 402, 429, 500]) {
      double.always({ mode: 'fail', status, message: `${secrets.join(' and ')} is wrong` });
      failures.push(
        await toFailure(generate(model)),
        await toFailure(stream(model)),
        await toFailure(model.embed(['a'], options)),
      );
    }
    for (const mode of ['stall', 'reset', 'invalid-json'] as const) {
      double.always({ mode });
      failures.push(await toFailure(generate(model)));
      if (mode !== 'invalid-json') failures.push(await toFailure(stream(model)));
    }
    await double.stop();
    failures.push(await toFailure(generate(model)), await toFailure(stream(model)));
    await model.close();
    const sent = double.requests.map(({ headers }) => headers.authorization?.split(' ')[1]);
    const written = failures.map((failure) => collect(failure)).join('\n');
    expect(failures.every((failure) => failure instanceof ModelFailure || failure === undefined)).toBe(true);
    expect(failures.filter(Boolean).length).toBeGreaterThan(12);
    for (const secret of [...secrets, ...new Set(sent)]) expect(written).not.toContain(secret);
  });

  it.each(['two\nlines-of-a-key', 'ключ-от-чужой-двери'])(
    'fails as unauthorized with a key that no header can carry',
    async (key) => {
      const model = createLanguageModel(test.settings, key, { clock, log, hosts });
      const failures = [
        await toFailure(generate(model)),
        await toFailure(stream(model)),
        await toFailure(model.embed(['a'], options)),
      ];
      await model.close();
      for (const failure of failures) {
        expect(failure).toMatchObject({ kind: 'unauthorized' });
        expect(collect(failure)).not.toContain(key.slice(4));
      }
      expect(test.double.requests).toHaveLength(0);
    },
  );

  it('fails as unavailable after it was closed', async () => {
    const closed = await start();
    await closed.stop();
    expect(await toFailure(generate(closed.model))).toMatchObject({ kind: 'unavailable' });
  });

  it('fails as invalid-provider-answer when something else answers', async () => {
    const server = await startOddServer((_request, response) => response.end('<html>welcome</html>'));
    const model = createLanguageModel({ ...test.settings, baseUrl: server.url }, test.secrets[0] ?? '', { clock, log, hosts });
    expect(await toFailure(generate(model))).toMatchObject({ kind: 'invalid-provider-answer', passing: true });
    expect(await toFailure(model.embed(['a'], options))).toMatchObject({ kind: 'invalid-provider-answer' });
    expect(await toFailure(stream(model))).toMatchObject({ kind: 'unavailable' });
    await model.close();
    await server.stop();
  });

  it('fails as address-refused where no provider may be, and sends nothing there', async () => {
    const asked: string[] = [];
    const server = await startOddServer(({ headers }, response) => {
      asked.push(String(headers.authorization));
      response.end();
    });
    const { port } = new URL(server.url);
    const nowhere = parseProviderHosts('');
    for (const baseUrl of [server.url, `http://localhost:${port}`, `http://2130706433:${port}`, `http://u:p@127.0.0.1:${port}`]) {
      const moved = test.settings.kind === 'gigachat' ? { ...test.settings, authUrl: baseUrl } : { ...test.settings, baseUrl };
      const model = createLanguageModel(moved, test.secrets[0] ?? '', { clock, log, hosts: nowhere });
      for (const call of [generate(model), stream(model), model.embed(['a'], options)]) {
        expect(await toFailure(call)).toMatchObject({ kind: 'address-refused', passing: false });
      }
      await model.close();
    }
    await server.stop();
    expect(asked).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])('does not go where %i leads', async (status) => {
    const asked: string[] = [];
    const target = await startOddServer(({ headers }, response) => {
      asked.push(String(headers.authorization));
      response.end();
    });
    const server = await startOddServer((_request, response) => {
      response.writeHead(status, { location: target.url }).end();
    });
    const settings = { ...test.settings, baseUrl: server.url, ...('authUrl' in test.settings && { authUrl: server.url }) };
    const model = createLanguageModel(settings, test.secrets[0] ?? '', { clock, log, hosts });
    for (const call of [generate(model), stream(model), model.embed(['a'], options)]) {
      expect(await toFailure(call)).toMatchObject({ kind: 'invalid-request' });
    }
    await model.close();
    await server.stop();
    await target.stop();
    expect(asked).toEqual([]);
  });

  it('ends a stream that never ends when its time is over', async () => {
    const timers: NodeJS.Timeout[] = [];
    const server = await startOddServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const event = { choices: [{ index: 0, delta: { content: 'ещё ' } }] };
      timers.push(setInterval(() => response.write(`data: ${JSON.stringify(event)}\n\n`), 20));
    });
    const settings = { ...test.settings, baseUrl: server.url, timeoutSeconds: 0.5 };
    const model = createLanguageModel(settings, test.secrets[0] ?? '', { clock, log, hosts });
    expect(await toFailure(stream(model))).toMatchObject({ kind: 'timeout', message: 'no whole answer in 0.5 s' });
    for (const timer of timers) clearInterval(timer);
    await model.close();
    await server.stop();
  });
});

/** All that can be read off an error: properties that are hidden, causes, the stack. */
function collect(error: unknown): string {
  return `${inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null })}\n${JSON.stringify(error)}`;
}

/** Passes connections on and counts them. */
async function countConnections(url: string) {
  const target = Number(new URL(url).port);
  const sockets: Socket[] = [];
  const server = createTcpServer((socket) => {
    const onward = connect(target, '127.0.0.1');
    sockets.push(socket);
    socket.on('close', () => onward.destroy()).on('error', () => undefined);
    onward.on('close', () => socket.destroy()).on('error', () => undefined);
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  return {
    url: `https://127.0.0.1:${port}`,
    connections: () => sockets.length,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
