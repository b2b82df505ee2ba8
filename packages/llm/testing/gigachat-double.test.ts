import { createTestClock } from '@lyceum/testing/clock';
import { type GigaChatDouble, type GigaChatDoubleOptions, startGigaChatDouble } from './gigachat-double.ts';

const doubles: GigaChatDouble[] = [];
afterEach(async () => {
  await Promise.all(doubles.splice(0).map((double) => double.stop()));
});

async function start(options?: GigaChatDoubleOptions): Promise<GigaChatDouble> {
  const double = await startGigaChatDouble(options);
  doubles.push(double);
  return double;
}

interface TokenRequest {
  headers?: Record<string, string | undefined>;
  body?: string;
}

function askToken(
  double: GigaChatDouble,
  { headers = {}, body = `scope=${double.scope}` }: TokenRequest = {},
): Promise<Response> {
  const all = {
    authorization: `Basic ${double.credentials}`,
    rquid: crypto.randomUUID(),
    'content-type': 'application/x-www-form-urlencoded',
    ...headers,
  };
  const sent = Object.entries(all).filter((header): header is [string, string] => header[1] !== undefined);
  return fetch(double.authUrl, { method: 'POST', headers: sent, body });
}

async function newToken(double: GigaChatDouble): Promise<string> {
  return Object(await (await askToken(double)).json()).access_token;
}

function post(double: GigaChatDouble, path: string, token: string, body: unknown, headers = {}): Promise<Response> {
  const all = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers };
  return fetch(double.baseUrl + path, { method: 'POST', headers: all, body: JSON.stringify(body) });
}

function chat(double: GigaChatDouble, token: string, body: object = {}, headers = {}): Promise<Response> {
  const whole = { model: 'GigaChat-2', messages: [{ role: 'user', content: 'Привет' }], ...body };
  return post(double, '/chat/completions', token, whole, headers);
}

async function answered(response: Promise<Response>): Promise<[number, unknown]> {
  const arrived = await response;
  return [arrived.status, await arrived.json()];
}

/** What stands in the `data` lines of a stream. */
async function events(response: Response): Promise<unknown[]> {
  const lines = (await response.text()).split('\n\n').filter((line) => line !== '');
  return lines.map((line) => {
    const data = line.replace(/^data: /, '');
    return data === '[DONE]' ? data : JSON.parse(data);
  });
}

const planSchema = {
  type: 'object',
  properties: { title: { type: 'string' }, topics: { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: 2 } },
  required: ['title', 'topics'],
};
const plan = { title: expect.any(String), topics: [expect.any(String), expect.any(String)] };
const emit = { functions: [{ name: 'emit', parameters: planSchema }], function_call: { name: 'emit' } };
const prose = 'Сначала определяют цель и круг участников, затем собирают материал и проверяют его на практике.';

describe('the token endpoint of the GigaChat double', () => {
  it('gives a token for half an hour, and its end in milliseconds', async () => {
    const clock = createTestClock();
    clock.set(new Date('2026-11-21T10:00:00Z'));
    const response = await askToken(await start({ now: clock.now }));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await response.json()).toEqual({
      access_token: expect.stringMatching(/^[\w-]+(\.[\w-]+){4}$/),
      expires_at: Date.parse('2026-11-21T10:30:00Z'),
    });
  });

  it.each([
    ['seconds', { access_token: expect.any(String), expires_at: 1_795_257_000 }],
    ['old', { tok: expect.any(String), exp: 1_795_257_000 }],
  ] as const)('answers in the %s shape on demand', async (tokenShape, shape) => {
    const now = () => new Date('2026-11-21T10:00:00Z');
    expect(await answered(askToken(await start({ now, tokenShape })))).toEqual([200, shape]);
  });

  it.each([
    ['no RqUID', { headers: { rquid: undefined } }],
    ['an RqUID that is no UUIDv4', { headers: { rquid: '0198c5a0-7a3b-7c4d-8e5f-112233445566' } }],
  ])('answers 400 without a body to %s', async (_, request) => {
    const response = await askToken(await start(), request);
    expect([response.status, await response.text()]).toEqual([400, '']);
  });

  it.each([
    ['a bearer', 401, { code: 4, message: "Can't decode 'Authorization' header" }, { headers: { authorization: 'Bearer a2V5' } }],
    ['no key', 401, { code: 4, message: "Can't decode 'Authorization' header" }, { headers: { authorization: undefined } }],
    [
      'a foreign key',
      401,
      { code: 6, message: "credentials doesn't match db data" },
      { headers: { authorization: 'Basic a2V5' } },
    ],
    ['no scope', 400, { code: 5, message: 'scope is empty' }, { body: '' }],
    [
      'a scope in JSON',
      400,
      { code: 5, message: 'scope is empty' },
      { headers: { 'content-type': 'application/json' }, body: '{}' },
    ],
    ['an unknown scope', 400, { code: 1, message: 'scope data format invalid' }, { body: 'scope=GIGACHAT' }],
    [
      'a scope of another key',
      400,
      { code: 7, message: 'scope from db not fully includes consumed scope' },
      { body: 'scope=GIGACHAT_API_CORP' },
    ],
  ])('refuses %s', async (_, status, body, request) => {
    expect(await answered(askToken(await start(), request))).toEqual([status, body]);
  });

  it('answers 429 to the eleventh request of a second', async () => {
    const clock = createTestClock();
    clock.set(new Date('2026-11-21T10:00:00Z'));
    const double = await start({ now: clock.now });
    const statuses = await Promise.all(Array.from({ length: 11 }, async () => (await askToken(double)).status));
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    clock.advance(1000);
    expect((await askToken(double)).status).toBe(200);
    expect(double.count('oauth')).toBe(12);
  });

  it('fails as it is told, in the shape of its own errors', async () => {
    const double = await start();
    double.next({ mode: 'fail', status: 500 }, 'oauth');
    expect(await answered(askToken(double))).toEqual([500, { code: 13, message: 'Internal Server Error' }]);
    expect((await askToken(double)).status).toBe(200);
  });
});

describe('tokens of the GigaChat double', () => {
  it('are valid until they expire, older ones too', async () => {
    const clock = createTestClock();
    clock.set(new Date('2026-11-21T10:00:00Z'));
    const double = await start({ now: clock.now, tokenTtlMs: 1000 });
    const older = await newToken(double);
    clock.advance(600);
    const newer = await newToken(double);
    expect((await chat(double, older)).status).toBe(200);
    clock.advance(400);
    expect(await answered(chat(double, older))).toEqual([401, { status: 401, message: 'Unauthorized' }]);
    expect((await chat(double, newer)).status).toBe(200);
  });

  it('all expire when a test wants it', async () => {
    const double = await start();
    const token = await newToken(double);
    double.expireTokens();
    expect((await chat(double, token)).status).toBe(401);
    expect((await chat(double, await newToken(double))).status).toBe(200);
  });

  it('expire with one call in the mode expired-token', async () => {
    const double = await start();
    const token = await newToken(double);
    double.next({ mode: 'expired-token' });
    expect((await chat(double, token)).status).toBe(401);
    expect((await chat(double, token)).status).toBe(401);
    expect((await chat(double, await newToken(double))).status).toBe(200);
  });

  it.each(['/chat/completions', '/embeddings', '/tokens/count'])('are demanded by %s', async (path) => {
    expect(await answered(post(await start(), path, 'unknown', {}))).toEqual([401, { status: 401, message: 'Unauthorized' }]);
  });
});

describe('completions of the GigaChat double', () => {
  it('look as recorded: no id, the version of the model, the usage', async () => {
    const double = await start();
    const response = await chat(double, await newToken(double));
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answered(Promise.resolve(response))).toEqual([
      200,
      {
        choices: [{ message: { content: prose, role: 'assistant' }, index: 0, finish_reason: 'stop' }],
        created: expect.any(Number),
        model: 'GigaChat-2:2.0.28.2',
        object: 'chat.completion',
        usage: { prompt_tokens: 11, completion_tokens: 24, total_tokens: 35, precached_prompt_tokens: 0 },
      },
    ]);
  });

  it('are streamed as recorded: usage in the last but one event, then [DONE]', async () => {
    const double = await start();
    const response = await chat(double, await newToken(double), { stream: true });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const all = await events(response);
    const head = { created: expect.any(Number), model: 'GigaChat-2:2.0.28.2', object: 'chat.completion' };
    expect(all[0]).toEqual({ ...head, choices: [{ delta: { role: 'assistant', content: 'Сначала определя' }, index: 0 }] });
    expect(all[1]).toEqual({ ...head, choices: [{ delta: { content: 'ют цель и круг у' }, index: 0 }] });
    expect(all.slice(-2)).toEqual([
      {
        ...head,
        choices: [{ delta: { content: '' }, index: 0, finish_reason: 'stop' }],
        usage: { prompt_tokens: 11, completion_tokens: 24, total_tokens: 35, precached_prompt_tokens: 0 },
      },
      '[DONE]',
    ]);
    const pieces = all.flatMap((event) => Object(event).choices ?? []).map(({ delta }) => delta.content);
    expect(pieces.join('')).toBe(prose);
  });

  it.each([
    [
      'a system message that is not the first',
      422,
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'system', content: 'b' },
        ],
      },
    ],
    [
      'two system messages',
      422,
      {
        messages: [
          { role: 'system', content: 'a' },
          { role: 'system', content: 'b' },
        ],
      },
    ],
  ])('refuse %s', async (_, status, body) => {
    const double = await start();
    const message = 'Invalid params: system message must be the first message';
    expect(await answered(chat(double, await newToken(double), body))).toEqual([status, { status, message }]);
  });

  it.each([
    ['no messages', { messages: [] }],
    ['content in parts', { messages: [{ role: 'user', content: [{ type: 'text', text: 'a' }] }] }],
    ['a role of others', { messages: [{ role: 'tool', content: 'a' }] }],
    ['a function that is not among the functions', { ...emit, function_call: { name: 'other' } }],
    ['a function without functions', { function_call: { name: 'emit' } }],
    ['the name of a function with a digit first', { functions: [{ name: '1emit', parameters: {} }] }],
    ['the name of a function with a hyphen', { functions: [{ name: 'emit-plan', parameters: {} }] }],
    ['a result of a function that is no JSON', { messages: [{ role: 'function', name: 'emit', content: 'ok' }] }],
    ['a repetition penalty of 0', { repetition_penalty: 0 }],
    ['a temperature below 0', { temperature: -1 }],
    ['a top_p above 1', { top_p: 1.1 }],
    ['no tokens at all', { max_tokens: 0 }],
    ['response_format as OpenAI nests it', { response_format: { type: 'json_schema', json_schema: { name: 'a', schema: {} } } }],
  ])('answer 422 to %s', async (_, body) => {
    const double = await start();
    const message = expect.stringMatching(/^Invalid params: ./);
    expect(await answered(chat(double, await newToken(double), body))).toEqual([422, { status: 422, message }]);
  });

  it.each(['GigaChat-9', 'Embeddings'])('answer 404 to the model %s', async (model) => {
    const double = await start();
    expect(await answered(chat(double, await newToken(double), { model }))).toEqual([
      404,
      { status: 404, message: 'No such model' },
    ]);
  });

  it('give the arguments of a forced function as an object', async () => {
    const double = await start();
    const [, body] = await answered(chat(double, await newToken(double), emit));
    expect(body).toMatchObject({
      choices: [
        {
          message: {
            content: '',
            role: 'assistant',
            function_call: { name: 'emit', arguments: plan },
            functions_state_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          },
          finish_reason: 'function_call',
        },
      ],
    });
  });

  it('stream a forced function in one piece', async () => {
    const double = await start();
    const all = await events(await chat(double, await newToken(double), { ...emit, stream: true }));
    expect(all).toEqual([
      expect.objectContaining({
        choices: [{ delta: expect.objectContaining({ function_call: { name: 'emit', arguments: plan } }), index: 0 }],
      }),
      expect.objectContaining({ choices: [{ delta: { content: '' }, index: 0, finish_reason: 'function_call' }] }),
      '[DONE]',
    ]);
  });

  it('say prose where a function is offered and not forced', async () => {
    const double = await start();
    const [, body] = await answered(chat(double, await newToken(double), { ...emit, function_call: 'auto' }));
    expect(body).toMatchObject({ choices: [{ message: { content: prose }, finish_reason: 'stop' }] });
  });

  it('honour response_format on api.giga.chat and answer prose to it on the classic host', async () => {
    const format = { response_format: { type: 'json_schema', schema: planSchema, strict: true } };
    const [salute, classic] = [await start({ profile: 'salute' }), await start()];
    expect([new URL(salute.baseUrl).pathname, new URL(classic.baseUrl).pathname]).toEqual(['/v1', '/api/v1']);
    const contents = await Promise.all(
      [salute, classic].map(async (double) => {
        const [, body] = await answered(chat(double, await newToken(double), format));
        return Object(body).choices[0].message.content;
      }),
    );
    expect(contents[0]).toMatch(/^\{\n {4}"title": /);
    expect(JSON.parse(contents[0])).toEqual(plan);
    expect(contents[1]).toBe(prose);
  });

  it('say what a test lets them say', async () => {
    const double = await start({ profile: 'salute', answer: ({ messages }) => ({ heard: messages.at(-1)?.content }) });
    const token = await newToken(double);
    const said = async (body = {}) => Object((await answered(chat(double, token, body)))[1]).choices[0].message;
    expect(await said()).toEqual({ role: 'assistant', content: '{"heard":"Привет"}' });
    expect(await said(emit)).toMatchObject({ function_call: { arguments: { heard: 'Привет' } } });
    double.answerWith(() => 'Не буду вызывать функцию.');
    expect(await said(emit)).toEqual({ role: 'assistant', content: 'Не буду вызывать функцию.' });
    double.clear();
    expect(await said()).toEqual({ role: 'assistant', content: '{"heard":"Привет"}' });
  });

  it('break off at max_tokens', async () => {
    const double = await start();
    const [, body] = await answered(chat(double, await newToken(double), { max_tokens: 4 }));
    expect(body).toMatchObject({
      choices: [{ message: { content: 'Сначала определя' }, finish_reason: 'length' }],
      usage: { completion_tokens: 4 },
    });
  });

  it.each([
    ['length', 'length'],
    ['invalid-json', 'error'],
    ['blacklist', 'blacklist'],
  ] as const)('call no function in the mode %s', async (mode, reason) => {
    const double = await start();
    double.next({ mode });
    const [status, body] = await answered(chat(double, await newToken(double), emit));
    const [{ message, finish_reason: finish }] = Object(body).choices;
    expect([status, finish, message.function_call]).toEqual([200, reason, undefined]);
  });

  it('take one stream of a person, ten of a firm, and answer 429 to the next', async () => {
    for (const [scope, streams] of [
      ['GIGACHAT_API_PERS', 1],
      ['GIGACHAT_API_B2B', 10],
      ['GIGACHAT_API_CORP', 10],
    ] as const) {
      const double = await start({ scope });
      const token = await newToken(double);
      const release = double.hold();
      const running = Array.from({ length: streams }, () => chat(double, token));
      await double.arrived(streams);
      expect(await answered(chat(double, token))).toEqual([429, { status: 429, message: 'Too many requests' }]);
      release();
      expect((await Promise.all(running)).map(({ status }) => status)).toEqual(Array(streams).fill(200));
      expect((await chat(double, token)).status).toBe(200);
    }
  });

  it('leave their stream to the next call as soon as they are answered', async () => {
    const double = await start();
    const token = await newToken(double);
    const statuses: number[] = [];
    for (let call = 0; call < 50; call += 1) {
      const response = await chat(double, token, { stream: call % 2 === 0 });
      statuses.push(response.status);
      await response.text();
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(double.maxInFlight()).toBe(1);
  });

  it('leave their stream when the client leaves', async () => {
    const double = await start();
    const token = await newToken(double);
    const release = double.hold();
    const leaving = new AbortController();
    const call = fetch(`${double.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ model: 'GigaChat', messages: [{ role: 'user', content: 'Привет' }] }),
      signal: leaving.signal,
    });
    await double.arrived(1);
    leaving.abort();
    await expect(call).rejects.toThrow('aborted');
    await double.idle();
    release();
    expect((await chat(double, token)).status).toBe(200);
  });

  it('charge the beginning of a prompt once in a session', async () => {
    const double = await start();
    const token = await newToken(double);
    const messages = [
      { role: 'system', content: 'Ты методист. '.repeat(100) },
      { role: 'user', content: 'Привет' },
    ];
    const usage = async () => Object((await answered(chat(double, token, { messages }, { 'x-session-id': 'one' })))[1]).usage;
    const [first, second] = [await usage(), await usage()];
    expect(first).toMatchObject({ precached_prompt_tokens: 0 });
    expect(second).toMatchObject({ precached_prompt_tokens: first.prompt_tokens, prompt_tokens: 0, total_tokens: 24 });
  });
});

describe('the other calls of the GigaChat double', () => {
  it('answer with the ids they were sent, errors included', async () => {
    const double = await start();
    const headers = { 'x-request-id': 'r-1', 'x-session-id': 's-1', 'x-client-id': 'c-1' };
    const token = await newToken(double);
    double.next([{ mode: 'normal' }, { mode: 'fail', status: 500 }]);
    const responses = [
      await chat(double, token, {}, headers),
      await chat(double, token, {}, headers),
      await chat(double, '', {}, headers),
    ];
    expect(responses.map(({ status }) => status)).toEqual([200, 500, 401]);
    for (const response of responses) {
      expect(Object.keys(headers).map((name) => response.headers.get(name))).toEqual(['r-1', 's-1', 'c-1']);
    }
  });

  it.each([
    [402, 'Payment Required'],
    [403, 'Permission denied'],
    [413, 'Payload too large'],
    [422, 'Invalid params'],
    [429, 'Too many requests'],
    [500, 'Internal Server Error'],
    [503, 'Internal Server Error'],
  ])('answer %s in the shape of the API when they are to fail', async (status, message) => {
    const double = await start();
    double.next({ mode: 'fail', status });
    expect(await answered(chat(double, await newToken(double)))).toEqual([status, { status, message }]);
  });

  it('embed each text into 1024 numbers, and count its tokens', async () => {
    const double = await start();
    const input = ['анализ данных', 'анализа данных', 'столярное дело'];
    const [, body] = await answered(post(double, '/embeddings', await newToken(double), { model: 'Embeddings', input }));
    expect(body).toMatchObject({
      object: 'list',
      model: 'Embeddings',
      data: [{ object: 'embedding', index: 0, usage: { prompt_tokens: 4 } }, {}, {}],
    });
    const [one, alike, other]: number[][] = Object(body).data.map((item: { embedding: number[] }) => item.embedding);
    const product = (left: number[] = [], right: number[] = []) =>
      left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
    expect(one).toHaveLength(1024);
    expect(product(one, one)).toBeCloseTo(1);
    expect(product(one, alike)).toBeCloseTo(1);
    expect(Math.abs(product(one, other))).toBeLessThan(0.5);
  });

  it('count the tokens of each text in a bare list', async () => {
    const double = await start();
    const count = post(double, '/tokens/count', await newToken(double), { model: 'GigaChat', input: ['Как дела, мир', ''] });
    expect(await answered(count)).toEqual([
      200,
      [
        { object: 'tokens', tokens: 4, characters: 13 },
        { object: 'tokens', tokens: 0, characters: 0 },
      ],
    ]);
  });

  it.each([
    ['/embeddings', { model: 'Embeddings', input: 'a' }, 422],
    ['/embeddings', { model: 'GigaChat', input: ['a'] }, 404],
    ['/tokens/count', { model: 'GigaChat' }, 422],
    ['/tokens/count', { model: 'Embeddings', input: ['a'] }, 404],
  ])('refuse at %s %j', async (path, body, status) => {
    const double = await start();
    expect((await post(double, path, await newToken(double), body)).status).toBe(status);
  });

  it('list the models and show one', async () => {
    const double = await start();
    const headers = { authorization: `Bearer ${await newToken(double)}` };
    const get = (path: string) => answered(fetch(double.baseUrl + path, { headers }));
    const max = { id: 'GigaChat-2-Max', object: 'model', owned_by: 'salutedevices', type: 'chat' };
    const embedder = { id: 'Embeddings', object: 'model', owned_by: 'salutedevices', type: 'embedder' };
    expect(await get('/models')).toEqual([200, { object: 'list', data: expect.arrayContaining([max, embedder]) }]);
    expect(await get('/models/GigaChat-2-Max')).toEqual([200, max]);
    expect(await get('/models/GigaChat-9')).toEqual([404, { status: 404, message: 'No such model' }]);
  });

  it('do not exist elsewhere', async () => {
    const double = await start();
    expect(await answered(fetch(`${double.baseUrl}/files`))).toEqual([404, { status: 404, message: 'Not found' }]);
    expect((await fetch(`${double.baseUrl}/chat/completions`)).status).toBe(405);
  });
});
