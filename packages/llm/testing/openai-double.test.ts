import { type OpenAiDouble, type OpenAiDoubleOptions, startOpenAiDouble } from './openai-double.ts';

const doubles: OpenAiDouble[] = [];
afterEach(async () => {
  await Promise.all(doubles.splice(0).map((double) => double.stop()));
});

async function start(options?: OpenAiDoubleOptions): Promise<OpenAiDouble> {
  const double = await startOpenAiDouble(options);
  doubles.push(double);
  return double;
}

function post(double: OpenAiDouble, path: string, body: unknown, headers = {}): Promise<Response> {
  return fetch(double.baseUrl + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function answered(response: Promise<Response>): Promise<[number, unknown]> {
  const arrived = await response;
  return [arrived.status, await arrived.json()];
}

const question = { model: 'test-model', messages: [{ role: 'user', content: 'Привет' }] };
const chat = (double: OpenAiDouble, body: object = {}, headers = {}) =>
  post(double, '/chat/completions', { ...question, ...body }, headers);
const toContent = async (response: Promise<Response>) => Object((await answered(response))[1]).choices[0].message.content;

const prose = 'Сначала определяют цель и круг участников, затем собирают материал и проверяют его на практике.';
const usage = { prompt_tokens: 2, completion_tokens: 24, total_tokens: 26 };
const schema = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'], additionalProperties: false };
const nested = { response_format: { type: 'json_schema', json_schema: { name: 'plan', schema, strict: true } } };
const flat = { response_format: { type: 'json_schema', schema } };

describe('completions of the OpenAI double', () => {
  it('are one object with its usage', async () => {
    expect(await answered(chat(await start()))).toEqual([
      200,
      {
        id: expect.stringMatching(/^chatcmpl-/),
        object: 'chat.completion',
        created: expect.any(Number),
        model: 'test-model',
        choices: [{ index: 0, message: { role: 'assistant', content: prose }, logprobs: null, finish_reason: 'stop' }],
        usage,
      },
    ]);
  });

  it.each([
    ['nested', nested],
    ['flat', flat],
    ['json_object with a schema', { response_format: { type: 'json_object', schema } }],
  ])('keep a schema that is told in the form %s', async (_, format) => {
    expect(JSON.parse(await toContent(chat(await start(), format)))).toEqual({ title: expect.any(String) });
  });

  it('are some object where any will do', async () => {
    expect(await toContent(chat(await start(), { response_format: { type: 'json_object' } }))).toBe('{}');
  });

  it('are prose where the form is not understood, or text is asked for', async () => {
    const [onlyNested, onlyFlat, neither] = [
      await start({ structured: ['nested'] }),
      await start({ structured: ['flat'] }),
      await start({ structured: [] }),
    ];
    expect(await toContent(chat(onlyNested, flat))).toBe(prose);
    expect(await toContent(chat(onlyFlat, nested))).toBe(prose);
    expect(await toContent(chat(neither, nested))).toBe(prose);
    expect(await toContent(chat(onlyNested, { response_format: { type: 'text' } }))).toBe(prose);
    expect(await toContent(chat(onlyFlat, flat))).not.toBe(prose);
  });

  it('differ by what was asked and are the same for the same question', async () => {
    const double = await start();
    const about = (content: string) => toContent(chat(double, { ...nested, messages: [{ role: 'user', content }] }));
    expect(await about('SQL')).toBe(await about('SQL'));
    expect(await about('SQL')).not.toBe(await about('Python'));
  });

  it('are in the language of the question', async () => {
    const double = await start();
    const messages = [{ role: 'user', content: 'Name a course about the novel «Идиот»' }];
    expect(await toContent(chat(double, { messages }))).toMatch(/^First the aim/);
    expect(JSON.parse(await toContent(chat(double, { messages, ...nested }))).title).toMatch(/^[A-Z][a-z ]+$/);
  });

  it('say what a test lets them say, whatever the content was sent as', async () => {
    const double = await start({ answer: ({ messages, model }) => ({ heard: messages.at(-1)?.content, model }) });
    const parts = [
      { type: 'text', text: 'При' },
      { type: 'text', text: 'вет' },
    ];
    expect(await toContent(chat(double, { messages: [{ role: 'user', content: parts }] }))).toBe(
      '{"heard":"Привет","model":"test-model"}',
    );
    double.answerWith(() => '```json\n{}\n```');
    expect(await toContent(chat(double))).toBe('```json\n{}\n```');
  });

  it.each(['max_tokens', 'max_completion_tokens'])('break off at %s', async (limit) => {
    const [, body] = await answered(chat(await start(), { [limit]: 4 }));
    expect(body).toMatchObject({
      choices: [{ message: { content: 'Сначала определя' }, finish_reason: 'length' }],
      usage: { completion_tokens: 4 },
    });
  });

  async function chunks(double: OpenAiDouble, body: object = {}): Promise<unknown[]> {
    const response = await chat(double, { stream: true, ...body });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const data = (await response.text())
      .split('\n\n')
      .filter((event) => event !== '')
      .map((event) => event.replace(/^data: /, ''));
    expect(data.pop()).toBe('[DONE]');
    return data.map((event) => JSON.parse(event));
  }
  const head = {
    id: expect.stringMatching(/^chatcmpl-/),
    object: 'chat.completion.chunk',
    created: expect.any(Number),
    model: 'test-model',
  };

  it('are streamed in chunks of one id', async () => {
    const all = await chunks(await start());
    expect(all[0]).toEqual({ ...head, choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] });
    expect(all[1]).toEqual({ ...head, choices: [{ index: 0, delta: { content: 'Сначала определя' }, finish_reason: null }] });
    expect(all.at(-1)).toEqual({ ...head, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    expect(new Set(all.map((chunk) => Object(chunk).id)).size).toBe(1);
    expect(all.map((chunk) => Object(chunk).choices[0].delta.content ?? '').join('')).toBe(prose);
  });

  it('tell their usage in a last chunk without choices, where it is asked for and known', async () => {
    const asked = { stream_options: { include_usage: true } };
    const all = await chunks(await start(), asked);
    expect(all.at(-1)).toEqual({ ...head, choices: [], usage });
    expect(all[0]).toMatchObject({ usage: null });
    expect((await chunks(await start({ usageInStream: false }), asked)).at(-1)).not.toHaveProperty('usage');
  });
});

describe('refusals of the OpenAI double', () => {
  it('are about a key that is missing or wrong, where one is set', async () => {
    const double = await start({ apiKey: 'sk-right' });
    const error = { message: 'Incorrect API key provided', type: 'invalid_request_error', param: null, code: 'invalid_api_key' };
    expect(await answered(chat(double))).toEqual([401, { error }]);
    expect(await answered(chat(double, {}, { authorization: 'Bearer sk-wrong' }))).toEqual([401, { error }]);
    expect((await chat(double, {}, { authorization: 'Bearer sk-right' })).status).toBe(200);
  });

  it('are about a model that is not there', async () => {
    const double = await start({ models: ['llama3.2'] });
    const error = {
      message: 'The model `gpt` does not exist',
      type: 'invalid_request_error',
      param: 'model',
      code: 'model_not_found',
    };
    expect(await answered(chat(double, { model: 'gpt' }))).toEqual([404, { error }]);
    expect(await answered(post(double, '/embeddings', { model: 'gpt', input: 'a' }))).toEqual([404, { error }]);
    expect(await answered(fetch(`${double.baseUrl}/models/gpt`))).toEqual([404, { error }]);
  });

  it.each([
    ['/chat/completions', { ...question, messages: [] }],
    ['/chat/completions', { ...question, messages: [{ role: 'function', content: 'a' }] }],
    ['/chat/completions', { ...question, temperature: 3 }],
    ['/embeddings', { model: 'test-embedding' }],
    ['/embeddings', { model: 'test-embedding', input: [] }],
  ])('are about a request to %s that is wrong: %j', async (path, body) => {
    const error = { message: expect.any(String), type: 'invalid_request_error', param: null, code: null };
    expect(await answered(post(await start(), path, body))).toEqual([400, { error }]);
  });

  it.each([
    [
      { mode: 'fail', status: 429 },
      429,
      { message: 'Rate limit reached', type: 'requests', param: null, code: 'rate_limit_exceeded' },
    ],
    [{ mode: 'fail', status: 402 }, 402, expect.objectContaining({ code: 'insufficient_quota' })],
    [{ mode: 'fail', status: 503 }, 503, { message: 'The server had an error', type: 'server_error', param: null, code: null }],
    [{ mode: 'expired-token' }, 401, expect.objectContaining({ code: 'invalid_api_key' })],
  ] as const)('follow %j', async (mode, status, error) => {
    const double = await start();
    double.next(mode);
    expect(await answered(chat(double))).toEqual([status, { error }]);
  });

  it('are about what does not exist', async () => {
    const double = await start();
    expect((await post(double, '/responses', {})).status).toBe(404);
    expect((await fetch(`${double.baseUrl}/chat/completions`)).status).toBe(405);
  });
});

describe('the other calls of the OpenAI double', () => {
  it('embed one text or several, in as many numbers as are wanted', async () => {
    const double = await start();
    const embed = async (body: object) =>
      Object((await answered(post(double, '/embeddings', { model: 'test-embedding', ...body })))[1]);
    const one = await embed({ input: 'анализ' });
    expect(one).toMatchObject({ object: 'list', model: 'test-embedding', usage: { prompt_tokens: 2, total_tokens: 2 } });
    expect(one.data[0].embedding).toHaveLength(1536);
    const two = await embed({ input: ['анализ', 'проект'], dimensions: 8 });
    expect(two.data.map(({ index, embedding }: { index: number; embedding: number[] }) => [index, embedding.length])).toEqual([
      [0, 8],
      [1, 8],
    ]);
    const packed = await embed({ input: 'анализ', dimensions: 8, encoding_format: 'base64' });
    const floats = new Float32Array(new Uint8Array(Buffer.from(packed.data[0].embedding, 'base64')).buffer);
    expect([...floats]).toEqual([...Float32Array.from(two.data[0].embedding)]);
  });

  it('list the models and show one', async () => {
    const double = await start({ models: ['llama3.2', 'org/model'] });
    const model = (id: string) => ({ id, object: 'model', created: expect.any(Number), owned_by: 'test' });
    const get = (path: string) => answered(fetch(double.baseUrl + path));
    expect(await get('/models')).toEqual([200, { object: 'list', data: [model('llama3.2'), model('org/model')] }]);
    expect(await get('/models/org/model')).toEqual([200, model('org/model')]);
  });
});
