import { Agent } from 'node:https';
import { GigaChat } from 'gigachat';
import { type GigaChatDouble, startGigaChatDouble } from './gigachat-double.ts';

/** What the client writes to the console; it has no other way to complain. */
const complaints: unknown[] = [];
const { info, warn, error } = console;
beforeAll(() => {
  const complain = (...words: unknown[]) => complaints.push(words);
  Object.assign(console, { info: () => undefined, warn: complain, error: complain });
});
afterAll(() => Object.assign(console, { info, warn, error }));

describe.each([undefined, 'trusted'] as const)('the official client (TLS: %s)', (tls) => {
  let double: GigaChatDouble;
  let client: GigaChat;
  beforeEach(async () => {
    complaints.length = 0;
    double = await startGigaChatDouble(tls && { tls });
    const { baseUrl, authUrl, credentials, scope } = double;
    const httpsAgent = new Agent({ ca: double.caCertificate });
    client = new GigaChat({ baseUrl, authUrl, credentials, scope, model: 'GigaChat-2', httpsAgent });
  });
  afterEach(() => double.stop());

  it('asks for one token and answers questions with it', async () => {
    const first = await client.chat('Привет');
    const second = await client.chat({
      messages: [
        { role: 'system', content: 'Ты методист' },
        { role: 'user', content: 'Привет' },
      ],
    });
    expect(first.choices[0]?.message.content).toMatch(/^Сначала/);
    expect(first.xHeaders).toEqual({ xRequestID: expect.any(String), xSessionID: expect.any(String), xClientID: undefined });
    expect(second.usage.total_tokens).toBeGreaterThan(0);
    expect([double.count('oauth'), complaints]).toEqual([1, []]);
  });

  it('gets the arguments of a function', async () => {
    const parameters = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] };
    const { choices } = await client.chat({
      messages: [{ role: 'user', content: 'Придумай название' }],
      functions: [{ name: 'emit', parameters }],
      function_call: { name: 'emit' },
    });
    expect(choices[0]).toMatchObject({
      finish_reason: 'function_call',
      message: { function_call: { name: 'emit', arguments: { title: expect.any(String) } } },
    });
    expect(complaints).toEqual([]);
  });

  it('reads a stream to its end', async () => {
    const chunks = [];
    for await (const chunk of client.stream('Привет')) chunks.push(chunk);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content).join('')).toMatch(/^Сначала.+практике\.$/);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(complaints).toEqual([]);
  });

  it('embeds, counts tokens and lists models', async () => {
    // The client's own types are lost to ECMAScript modules.
    const { data }: { data: { index: number; embedding: number[] }[] } = await client.embeddings(['анализ', 'проект']);
    expect(data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
      [0, 1024],
      [1, 1024],
    ]);
    expect((await client.tokensCount(['Как дела, мир'])).tokens).toEqual([{ object: 'tokens', tokens: 4, characters: 13 }]);
    expect((await client.getModels()).data).toContainEqual(expect.objectContaining({ id: 'GigaChat-2-Max' }));
    expect(await client.getModel('GigaChat-2-Max')).toMatchObject({ id: 'GigaChat-2-Max', owned_by: 'salutedevices' });
    expect(complaints).toEqual([]);
  });

  it('asks for another token when its own has expired', async () => {
    await client.chat('Привет');
    double.expireTokens();
    expect((await client.chat('Привет')).choices).toHaveLength(1);
    expect([double.count('oauth'), complaints]).toEqual([2, [['AUTHENTICATION ERROR']]]);
  });
});
