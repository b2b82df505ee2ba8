import { Agent, fetch as fetchThrough, type RequestInit } from 'undici';
import type { DoubleControls } from './doubles/double-controls.ts';
import { startGigaChatDouble } from './gigachat-double.ts';
import { startOpenAiDouble } from './openai-double.ts';

type Tls = 'trusted' | 'other-authority' | 'other-host' | 'expired';

/** What the tests below need to know about a double. */
interface Subject extends DoubleControls {
  chat(body?: object, init?: RequestInit): ReturnType<typeof fetchThrough>;
  answerWith(answer: (() => unknown) | undefined): void;
}

async function startGigaChat(tls?: Tls): Promise<Subject> {
  const double = await startGigaChatDouble({ scope: 'GIGACHAT_API_B2B', ...(tls && { tls }) });
  let token = '';
  return {
    ...double,
    async chat(body = {}, init = {}) {
      if (token === '') token = await giveToken(double, init);
      return ask(double.baseUrl, { model: 'GigaChat', ...body }, { ...init, headers: { authorization: `Bearer ${token}` } });
    },
  };
}

async function giveToken(double: Awaited<ReturnType<typeof startGigaChatDouble>>, init: RequestInit): Promise<string> {
  const response = await fetchThrough(double.authUrl, {
    ...init,
    method: 'POST',
    headers: { authorization: `Basic ${double.credentials}`, rquid: crypto.randomUUID() },
    body: new URLSearchParams({ scope: double.scope }),
  });
  return Object(await response.json()).access_token;
}

async function startOpenAi(tls?: Tls): Promise<Subject> {
  const double = await startOpenAiDouble(tls && { tls });
  return { ...double, chat: (body, init) => ask(double.baseUrl, { model: 'test-model', ...body }, init) };
}

function ask(baseUrl: string, body: object, init: RequestInit = {}) {
  const messages = [{ role: 'user', content: 'Привет' }];
  return fetchThrough(`${baseUrl}/chat/completions`, { ...init, method: 'POST', body: JSON.stringify({ messages, ...body }) });
}

/** Fetches behind `fetch`'s own message. */
async function getCause(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'no failure',
    (error) => error.cause?.code ?? error.message,
  );
}

async function pieces(body: AsyncIterable<Uint8Array> | null): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const piece of body ?? []) all.push(piece);
  return all;
}

const events = (text: string) => text.split('\n\n').filter((event) => event !== '');

describe.each([
  ['GigaChat', startGigaChat],
  ['OpenAI', startOpenAi],
])('the %s double', (_, start) => {
  let double: Subject;
  beforeEach(async () => {
    double = await start();
  });
  afterEach(() => double.stop());

  it.each([1, 7])('slices into pieces of %i bytes, within characters too', async (bytes) => {
    for (const stream of [true, false]) {
      double.next([{ mode: 'slice', bytes }, { mode: 'normal' }]);
      const [sliced, whole] = [await pieces((await double.chat({ stream })).body), await (await double.chat({ stream })).text()];
      const asWanted = sliced.filter(({ length }) => length === bytes);
      expect(asWanted.length).toBeGreaterThan(sliced.length / 2);
      expect(sliced.some((piece) => new TextDecoder().decode(piece).includes('\uFFFD'))).toBe(true);
      expect(Buffer.concat(sliced)).toHaveLength(Buffer.byteLength(whole));
    }
  });

  it('stalls after the first half, and knows when the client has left', async () => {
    double.next({ mode: 'stall' });
    const leaving = new AbortController();
    const response = await double.chat({ stream: true }, { signal: leaving.signal });
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
    const more = reader?.read();
    leaving.abort();
    await expect(more).rejects.toThrow('aborted');
    await double.idle();
    expect(double.requests.at(-1)).toMatchObject({ status: 200, aborted: true, ended: expect.any(Number) });
  });

  it('stalls before the headers', async () => {
    double.next({ mode: 'stall', at: 'start' });
    const leaving = new AbortController();
    const call = double.chat({}, { signal: leaving.signal });
    await double.arrived(1);
    leaving.abort();
    await expect(call).rejects.toThrow('aborted');
    await double.idle();
    expect(double.requests.at(-1)).toMatchObject({ status: undefined, aborted: true });
  });

  it('resets the connection in the middle of an answer', async () => {
    for (const stream of [true, false]) {
      double.next({ mode: 'reset' });
      const response = await double.chat({ stream });
      expect(response.status).toBe(200);
      expect(await getCause(response.text())).toBe('ECONNRESET');
    }
  });

  it('resets the connection before the headers', async () => {
    await double.chat();
    double.next({ mode: 'reset', at: 'start' });
    expect(await getCause(double.chat())).toBe('ECONNRESET');
  });

  it('ends a stream without [DONE], and without a finish reason', async () => {
    double.next([{ mode: 'normal' }, { mode: 'no-done' }, { mode: 'no-done', finish: false }]);
    const streams = [
      await double.chat({ stream: true }),
      await double.chat({ stream: true }),
      await double.chat({ stream: true }),
    ];
    const [whole = [], noDone = [], noFinish = []] = await Promise.all(
      streams.map(async (response) => events(await response.text())),
    );
    expect([whole.length - noDone.length, noDone.length - noFinish.length]).toEqual([1, 1]);
    expect(whole.at(-1)).toBe('data: [DONE]');
    expect(noDone.at(-1)).toContain('"finish_reason":"stop"');
    expect(noFinish.at(-1)).not.toContain('"stop"');
  });

  it('declines to answer, breaks off, and answers what is no JSON', async () => {
    double.answerWith(() => ({ title: 'Основы анализа данных' }));
    double.next([{ mode: 'blacklist' }, { mode: 'length' }, { mode: 'invalid-json' }, { mode: 'normal' }]);
    const read = async () => {
      const { choices } = Object(await (await double.chat()).json());
      return [choices[0].finish_reason, choices[0].message.content];
    };
    const filtered = expect.stringMatching(/^(blacklist|content_filter)$/);
    expect(await read()).toEqual([filtered, 'Не люблю менять тему разговора, но вот сейчас тот самый случай.']);
    expect(await read()).toEqual(['length', '{"title":"Основы ана']);
    expect(await read()).toEqual(['stop', '{"title":"Основы анализа данных",,']);
    expect(await read()).toEqual(['stop', '{"title":"Основы анализа данных"}']);
  });

  it.each([402, 413, 422, 429, 500, 502, 503])(
    'fails with %i, and says when to come again only if it is told to',
    async (status) => {
      double.next([
        { mode: 'fail', status },
        { mode: 'fail', status, retryAfter: 2, message: 'Нет' },
      ]);
      const [first, second] = [await double.chat(), await double.chat()];
      expect([first.status, first.headers.get('retry-after')]).toEqual([status, null]);
      expect([second.status, second.headers.get('retry-after'), await second.text()]).toEqual([
        status,
        '2',
        expect.stringContaining('"message":"Нет"'),
      ]);
    },
  );

  it('obeys the queue first, then what always holds, until it is cleared', async () => {
    double.always({ mode: 'fail', status: 500 });
    double.next({ mode: 'fail', status: 429 });
    double.next({ mode: 'normal' });
    const status = async () => (await double.chat()).status;
    expect([await status(), await status(), await status(), await status()]).toEqual([429, 200, 500, 500]);
    double.clear();
    expect([await status(), double.count()]).toEqual([200, 1]);
  });

  it('holds calls until they are let go, and counts them', async () => {
    await double.chat();
    const release = double.hold();
    const calls = [double.chat(), double.chat(), double.chat()];
    await double.arrived(4);
    expect([double.inFlight(), double.maxInFlight(), double.count()]).toEqual([3, 3, 4]);
    release();
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200, 200]);
    await double.idle();
    expect([double.inFlight(), double.maxInFlight()]).toEqual([0, 3]);
    expect((await double.chat()).status).toBe(200);
  });

  it('does not let go a later hold with the function of an earlier one', async () => {
    const [first, second] = [double.hold(), double.hold()];
    first();
    const third = double.hold();
    second();
    const call = double.chat();
    await double.arrived(1);
    expect(double.inFlight()).toBe(1);
    third();
    expect((await call).status).toBe(200);
  });

  it('remembers who asked what, and which calls overlapped', async () => {
    await (await double.chat({ temperature: 0 })).text();
    const release = double.hold();
    const calls = [double.chat(), double.chat()];
    await double.arrived(3);
    release();
    await Promise.all(calls);
    await double.idle();
    const [one, two, three] = double.requests.filter(({ route }) => route === 'chat');
    expect(one).toMatchObject({
      method: 'POST',
      path: expect.stringContaining('/chat/completions'),
      headers: { host: new URL(double.url).host },
      body: { messages: [{ role: 'user', content: 'Привет' }], temperature: 0 },
      status: 200,
      aborted: false,
    });
    const overlap = (left = one, right = one) =>
      Number(left?.started) < Number(right?.ended) && Number(right?.started) < Number(left?.ended);
    expect([overlap(one, two), overlap(one, three), overlap(two, three)]).toEqual([false, false, true]);
  });

  it('is trusted only by who has its authority', async () => {
    const causes = ['trusted', 'other-authority', 'other-host', 'expired'].map(async (tls) => {
      const secure = await start(tls as Tls); // from the list just above
      const connect = (ca: string | undefined) => ({ dispatcher: new Agent({ connect: { ca } }) });
      const known = await getCause(secure.chat({}, connect(secure.caCertificate)));
      const unknown = await getCause(secure.chat({}, { dispatcher: new Agent() }));
      await secure.stop();
      return [tls, known, unknown];
    });
    expect(await Promise.all(causes)).toEqual([
      ['trusted', 'no failure', expect.stringMatching(/CERT|SIGNATURE/)],
      ['other-authority', expect.stringMatching(/SIGNATURE|CERT/), expect.stringMatching(/CERT|SIGNATURE/)],
      ['other-host', 'ERR_TLS_CERT_ALTNAME_INVALID', expect.stringMatching(/CERT|SIGNATURE/)],
      ['expired', 'CERT_HAS_EXPIRED', expect.stringMatching(/CERT|SIGNATURE/)],
    ]);
  });

  it('resets and slices over TLS too', async () => {
    const secure = await start('trusted');
    const init = { dispatcher: new Agent({ connect: { ca: secure.caCertificate } }) };
    secure.next([{ mode: 'reset' }, { mode: 'reset', at: 'start' }, { mode: 'slice', bytes: 5 }]);
    const cut = await secure.chat({ stream: true }, init);
    await expect(cut.text()).rejects.toThrow('terminated');
    await expect(secure.chat({}, init)).rejects.toThrow('fetch failed');
    expect(events(await (await secure.chat({ stream: true }, init)).text()).at(-1)).toBe('data: [DONE]');
    await secure.stop();
  });

  it('tells at its end that an answer of the test was at fault', async () => {
    const faulty = await start();
    faulty.answerWith(() => {
      throw new Error('no such topic');
    });
    await expect(faulty.chat()).rejects.toThrow('fetch failed');
    await expect(faulty.stop()).rejects.toThrow('no such topic');
  });

  it('stops while calls are held or stalled', async () => {
    const stopping = await start();
    stopping.next([{ mode: 'stall', at: 'start' }, { mode: 'normal' }]);
    const release = stopping.hold();
    const calls = [getCause(stopping.chat()), getCause(stopping.chat())];
    await stopping.arrived(2);
    await stopping.stop();
    release();
    expect(await Promise.all(calls)).not.toContain('no failure');
  });
});
