import { createHash, randomUUID } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { asAdmin, asUser } from '@lyceum/testing/actors';
import { hostileTokens } from '@lyceum/testing/hostile-tokens';
import { testIssuer } from '@lyceum/testing/keys';
import { createTestService, gatewaySecret } from '@lyceum/testing/service';
import {
  addressProbe,
  adminProbe,
  bytesProbe,
  countProbes,
  createProbe,
  endProbe,
  formProbe,
  getProbe,
  linkedDataProbe,
  listProbes,
  newestProbe,
  pageProbe,
  probePage,
  probes,
  redirectProbe,
  renameProbe,
} from '../../test/probe.ts';

const service = createTestService(probes, {}, { migrate: true });
const unknownId = '01900000-0000-7000-8000-000000000000';

describe('a token that is not what we sign', () => {
  it('answers 401, whatever it is, and never 500', async () => {
    const parts = { actor: asUser(), issuer: testIssuer, now: service.clock.now() };
    const answers: string[] = [];
    for (const [name, token] of hostileTokens(service.keys, parts)) {
      const { status, body } = await service.call(listProbes, { headers: { authorization: `Bearer ${token}` } });
      answers.push(`${name}: ${status} ${body.code}`);
    }
    expect(answers.filter((answer) => !answer.endsWith(': 401 auth.token_invalid'))).toEqual([]);
  });
});

describe('a request', () => {
  it('answers with the parsed response, its status and an entity tag', async () => {
    const { status, body, headers } = await service.call(createProbe, { as: asUser(), body: { name: '  одна строка ' } });
    expect(status).toBe(201);
    expect(body).toEqual({ id: expect.any(String), name: 'одна строка', version: 1 });
    expect(headers['etag']).toBe('"1"');
  });

  it('names every fault by a JSON pointer, in the language of the caller', async () => {
    const send = (language: string) =>
      service.call(createProbe, {
        as: asUser(),
        body: { name: '' },
        headers: { 'accept-language': language, 'x-request-id': 'r-1' },
      });
    const english = await send('en');
    expect(english.status).toBe(400);
    expect(english.headers['content-type']).toContain('application/problem+json');
    expect(english.body).toEqual({
      type: 'urn:lyceum:problem:request.invalid',
      title: 'The request is not valid',
      status: 400,
      instance: '/api/v1/users/probes',
      code: 'request.invalid',
      requestId: 'r-1',
      errors: [{ pointer: '/body/name', message: 'This must not be empty' }],
    });
    const russian = await send('ru-RU,ru;q=0.9');
    expect(russian.body.title).toBe('Запрос составлен неверно');
    expect(russian.body.errors[0].message).toBe('Поле не может быть пустым');
  });

  it.each([
    ['malformed JSON', 400, 'request.malformed', '{"name":', 'application/json'],
    ['another content type', 415, 'request.unsupported_media_type', 'name=x', 'text/plain'],
    ['a form where JSON is due', 415, 'request.unsupported_media_type', 'name=x', 'application/x-www-form-urlencoded'],
    ['an unknown charset', 415, 'request.unsupported_media_type', '{}', 'application/json; charset=x-none'],
    ['a body over the limit', 413, 'request.too_large', JSON.stringify({ name: 'x'.repeat(1_100_000) }), 'application/json'],
    ['deep nesting', 400, 'request.invalid', `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'application/json'],
    ['a control character', 400, 'request.invalid', '{"name":"a\\u0000b"}', 'application/json'],
    ['a lone surrogate', 400, 'request.invalid', '{"name":"a\\ud800b"}', 'application/json'],
    ['a bare number', 400, 'request.invalid', '7', 'application/json'],
    ['an empty body', 400, 'request.invalid', '', 'application/json'],
  ])('answers a problem document for %s', async (_name, status, code, body, type) => {
    const response = await service.http
      .post('/api/v1/users/probes')
      .set('authorization', `Bearer ${service.token(asUser())}`)
      .type(type)
      .send(body);
    expect([response.status, response.body.code]).toEqual([status, code]);
  });

  it.each([
    ['en', '/probes', 'text/plain', 'The content type application/json is needed.'],
    ['ru', '/probes', 'text/plain', 'Нужен тип содержимого application/json.'],
    ['en', '/probes-form', 'application/json', 'The content type application/x-www-form-urlencoded is needed.'],
    ['ru', '/probes-form', 'application/json', 'Нужен тип содержимого application/x-www-form-urlencoded.'],
    ['en', '/probes', 'application/json; charset=x-none', 'The body must be in UTF-8 and not compressed.'],
    ['ru', '/probes', 'application/json; charset=x-none', 'Тело запроса должно быть в кодировке UTF-8 и без сжатия.'],
  ])('says in %s which content type %s needs when it is given %s', async (locale, path, type, detail) => {
    const response = await service.http
      .post(`/api/v1/users${path}`)
      .set({ authorization: `Bearer ${service.token(asUser())}`, 'accept-language': locale })
      .type(type)
      .send('{}');
    expect([response.status, response.body.detail]).toEqual([415, detail]);
  });

  it.each([
    ['en', 'limit=1&limit=2', '/query/limit', 'This was given more than once'],
    ['ru', 'limit=1&limit=2', '/query/limit', 'Параметр указан больше одного раза'],
    ['en', 'sort=up', '/query', 'Unknown parameters: “sort”'],
    ['ru', 'sort=up', '/query', 'Неизвестные параметры: «sort»'],
  ])('says in %s what is wrong with the query %s', async (locale, query, pointer, message) => {
    const response = await service.http
      .get(`/api/v1/users/probes?${query}`)
      .set({ authorization: `Bearer ${service.token(asUser())}`, 'accept-language': locale });
    expect([response.status, response.body.errors]).toEqual([400, [{ pointer, message }]]);
  });

  it('says what a form has more than once', async () => {
    const response = await service.http.post('/api/v1/users/probes-form').type('form').send('a=1&a=2');
    expect(response.body.errors).toEqual([{ pointer: '/body/a', message: 'This was given more than once' }]);
  });

  it('answers 415 for a body without a content type', async () => {
    const { port } = new URL(service.url);
    const authorization = `Bearer ${service.token(asUser())}`;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const call = request({ port, path: '/api/v1/users/probes', method: 'POST', headers: { authorization } }, resolve);
      call.once('error', reject).end('{"name":"no type"}');
    });
    expect(response.statusCode).toBe(415);
    response.resume();
  });

  it('answers 404, not the list, when the id of a path is missing', async () => {
    const response = await service.http.get('/api/v1/users/probes/').set('authorization', `Bearer ${service.token(asUser())}`);
    expect([response.status, response.body.code]).toEqual([404, 'route.not_found']);
  });

  it('answers 404 for an unknown address and 405 with Allow for a known one', async () => {
    const unknown = await service.http.get('/api/v1/users/nothing/here');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'route.not_found']);
    const wrongMethod = await service.http.delete('/api/v1/users/probes');
    expect([wrongMethod.status, wrongMethod.body.code, wrongMethod.headers['allow']]).toEqual([
      405,
      'route.method_not_allowed',
      'POST, GET',
    ]);
  });

  it('answers 400 for a path that is not percent-encoded UTF-8', async () => {
    const response = await service.http.get('/api/v1/users/probes/%E0%A4%A');
    expect([response.status, response.body.code]).toEqual([400, 'request.malformed']);
  });

  it('refuses an unknown query parameter and a cursor of another list', async () => {
    const as = `Bearer ${service.token(asUser())}`;
    const unknown = await service.http.get('/api/v1/users/probes?sort=up').set('authorization', as);
    expect([unknown.status, unknown.body.code]).toEqual([400, 'request.invalid']);
    const cursor = await service.http.get('/api/v1/users/probes?cursor=zzz').set('authorization', as);
    expect(cursor.body.errors).toEqual([{ pointer: '/query/cursor', message: expect.any(String) }]);
  });

  it('reads a form where the contract says so', async () => {
    const { body } = await service.call(formProbe, { body: { a: 'б & в' } });
    expect(body).toEqual({ a: 'б & в' });
  });

  it('redirects with the status and location of the contract', async () => {
    const { status, headers } = await service.call(redirectProbe);
    expect([status, headers['location']]).toEqual([303, 'https://example.org/x']);
  });

  it('sends a page that runs nothing, under a policy with the hash of its own style', async () => {
    const { status, headers, text } = await service.call(pageProbe);
    expect([status, text]).toEqual([200, probePage]);
    const hash = createHash('sha256').update('h1 { color: red }').digest('base64');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'; style-src 'sha256-${hash}'`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });

  it('answers with bytes and with a playlist as they are', async () => {
    const binary = await service.call(bytesProbe);
    expect([binary.headers['content-type'], [...binary.body]]).toEqual(['application/octet-stream', [0, 127, 128, 255]]);
    const response = await fetch(`${service.url}/api/v1/users/playlist`);
    expect([response.headers.get('content-type'), await response.text()]).toEqual(['application/vnd.apple.mpegurl', '#EXTM3U\n']);
  });

  it('names JSON by the type of the contract', async () => {
    const { headers, text } = await service.call(linkedDataProbe);
    expect([headers['content-type'], JSON.parse(text)]).toEqual([
      'application/ld+json; charset=utf-8',
      { '@context': 'https://example.org/terms' },
    ]);
  });

  it('drops fields the contract does not have', async () => {
    const { body } = await service.call(endProbe, { params: { how: 'leak' } });
    expect(body).toEqual({ name: 'leak' });
  });

  it.each(['bug', 'undeclared'] as const)('answers 500 without details for a %s', async (how) => {
    const { status, body } = await service.call(endProbe, { params: { how } });
    expect([status, body.code]).toEqual([500, 'internal']);
    expect(JSON.stringify(body)).not.toMatch(/secret|space/);
  });
});

it('takes an address without parameters for itself, wherever its route is listed', async () => {
  await service.call(createProbe, { body: { name: 'the newest' }, as: asUser() });
  const { status, body } = await service.call(newestProbe, { as: asUser() });
  expect([status, body.name]).toEqual([200, 'the newest']);
});

describe('access', () => {
  it('answers 401 without a token, 403 without the permission, 204 with it', async () => {
    const anonymous = await service.call(adminProbe);
    expect([anonymous.status, anonymous.body.code, anonymous.headers['www-authenticate']]).toEqual([
      401,
      'auth.required',
      'Bearer',
    ]);
    const user = await service.call(adminProbe, { as: asUser() });
    expect([user.status, user.body.code]).toEqual([403, 'auth.forbidden']);
    expect((await service.call(adminProbe, { as: asAdmin() })).status).toBe(204);
  });

  it('answers 401 for a header that is no bearer token', async () => {
    const response = await service.http.get('/api/v1/users/probes').set('authorization', 'Basic eDp5');
    expect([response.status, response.body.code]).toEqual([401, 'auth.token_invalid']);
  });

  it('answers 403 when the path names another space than the token', async () => {
    const response = await service.call(listProbes, { as: asUser({ space: 'school' }), space: 'other' });
    expect([response.status, response.body.code]).toEqual([403, 'space.mismatch']);
  });
});

describe('what others may keep', () => {
  it('is nothing: neither an answer nor a failure', async () => {
    const as = asUser();
    const { body } = await service.call(createProbe, { as, body: { name: 'not kept' } });
    const answers = [
      await service.call(getProbe, { as, params: { id: body.id } }),
      await service.call(getProbe, { as, params: { id: body.id }, headers: { 'if-none-match': '"1"' } }),
      await service.call(getProbe, { as, params: { id: unknownId } }),
      await service.call(getProbe, { params: { id: body.id } }),
      await service.call(redirectProbe),
      await service.http.get('/api/v1/users/nothing/here'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 304, 404, 401, 303, 404]);
    expect(answers.map(({ headers }) => headers['cache-control'])).toEqual(answers.map(() => 'no-store'));
  });

  it('is what an endpoint declares, which tells everybody the same', async () => {
    const { headers } = await service.call(countProbes);
    expect(headers['cache-control']).toBe('public, max-age=60');
  });
});

describe('an operation that goes away', () => {
  it('says so with each answer, and others do not', async () => {
    const [, refused] = [
      await service.call(createProbe, { as: asUser(), body: { name: 'last' } }),
      await service.call(newestProbe),
    ];
    const found = await service.call(newestProbe, { as: asUser() });
    for (const { headers } of [refused, found]) {
      expect(headers).toMatchObject({
        deprecation: '@1796083200',
        sunset: 'Tue, 01 Jun 2027 00:00:00 GMT',
        link: '</api/v1/users/probes>; rel="successor-version"',
      });
    }
    expect([refused.status, found.status]).toEqual([401, 200]);
    expect((await service.call(countProbes)).headers).not.toHaveProperty('deprecation');
  });
});

describe('what the database cannot take', () => {
  it.each([
    ['out-of-range', 400, 'request.invalid'],
    ['too-long', 400, 'request.invalid'],
  ] as const)('%s answers %i', async (how, status, code) => {
    const response = await service.call(endProbe, { params: { how } });
    expect([response.status, response.body.code]).toEqual([status, code]);
  });
});

describe('versions', () => {
  it('answers 304 for the tag the caller has', async () => {
    const as = asUser();
    const { body } = await service.call(createProbe, { as, body: { name: 'tagged' } });
    const again = await service.call(getProbe, { as, params: { id: body.id }, headers: { 'if-none-match': 'W/"0", "1"' } });
    expect(again.status).toBe(304);
  });

  it.each([
    ['the version', '"1"', true],
    ['any version', ' * ', true],
    // nginx makes the tags of what it compresses weak.
    ['a tag that a proxy made weak', 'W/"1"', true],
    ['one of several', '"7" ,W/"8",\t"1"', true],
    ['another spelling of the number', '"01"', false],
    ['a sign', '"+1"', false],
    ['a fraction', '"1.0"', false],
    ['a tag with a comma', '"1,1"', false],
    ['no version', '""', false],
    ['empty elements', ',"1", ,', true],
    ['no quotes', '1', undefined],
    ['words around', 'x"1"x', undefined],
    ['weak in another letter case', 'w/"1"', undefined],
    ['nothing', '', undefined],
    ['any version among others', '"7", *', undefined],
  ])('reads %s in If-Match and If-None-Match alike', async (_name, tag, matches) => {
    const as = asUser();
    const { body } = await service.call(createProbe, { as, body: { name: randomUUID().slice(0, 20) } });
    const params = { id: body.id };
    const read = await service.call(getProbe, { as, params, headers: { 'if-none-match': tag, 'if-match': tag } });
    expect(read.status).toBe(matches ? 304 : 200);
    const written = await service.call(renameProbe, { as, params, body: { name: body.name }, headers: { 'if-match': tag } });
    expect(written.status).toBe(matches === undefined ? 400 : matches ? 200 : 412);
  });

  it.each([
    ['en', 'If-Match needs the ETag of an answer, in quotation marks, such as "3", or *.'],
    ['ru', 'В заголовке If-Match нужно значение ETag из ответа, в кавычках, например "3", либо *.'],
  ])('says in %s what If-Match needs', async (locale, detail) => {
    const headers = { 'if-match': '1', 'accept-language': locale };
    const params = { id: unknownId };
    const { status, body } = await service.call(renameProbe, { as: asUser(), params, body: { name: 'x' }, headers });
    expect([status, body.code, body.detail]).toEqual([400, 'request.invalid', detail]);
  });

  it('answers 412 for a stale If-Match and changes nothing', async () => {
    const as = asUser();
    const { body } = await service.call(createProbe, { as, body: { name: 'versioned' } });
    const rename = (name: string, tag: string) =>
      service.call(renameProbe, { as, params: { id: body.id }, body: { name }, headers: { 'if-match': tag } });
    expect((await rename('second', '"1"')).body.version).toBe(2);
    const stale = await rename('third', '"1"');
    expect([stale.status, stale.body.code]).toEqual([412, 'precondition.failed']);
    expect((await rename('third', 'nonsense')).status).toBe(400);
    expect((await rename('third', '*')).body).toMatchObject({ name: 'third', version: 3 });
  });
});

describe('transactions', () => {
  it('keep nothing of a failed request, unless the failure says so', async () => {
    const count = async (space: string) => (await service.call(countProbes, { space })).body.count;
    expect((await service.call(endProbe, { params: { how: 'fail' }, space: 'tx' })).status).toBe(404);
    expect(await count('tx')).toBe(0);
    expect((await service.call(endProbe, { params: { how: 'fail-and-commit' }, space: 'tx' })).status).toBe(404);
    expect(await count('tx')).toBe(1);
  });

  it('turn a violated constraint into the failure declared for it', async () => {
    const as = asUser();
    await service.call(createProbe, { as, body: { name: 'unique' } });
    const { status, body } = await service.call(createProbe, { as, body: { name: 'unique' } });
    expect([status, body.code]).toEqual([409, 'space.taken']);
  });

  it('answer 404 for what is not there', async () => {
    const { status, body } = await service.call(getProbe, { as: asUser(), params: { id: unknownId } });
    expect([status, body.code]).toEqual([404, 'profile.not_found']);
  });
});

describe('health', () => {
  it('tells each dependency and serves metrics and documents', async () => {
    expect((await service.http.get('/ready')).body).toEqual({ status: 'ready', checks: { db: 'up', redis: 'up' } });
    expect((await service.http.get('/health/db')).body).toEqual({ status: 'ready', checks: { db: 'up' } });
    expect((await service.http.get('/health/redis')).status).toBe(200);
    expect((await service.http.get('/health/nothing')).status).toBe(404);
    expect((await service.http.get('/live')).body).toEqual({ status: 'live' });
    expect((await service.http.get('/metrics')).text).toContain('lyceum_http_request_seconds_count');
    expect((await service.http.get('/openapi.json')).body.paths['/api/v1/users/probes/{id}'].patch).toMatchObject({
      operationId: 'renameProbe',
    });
    for (const page of [
      '/docs',
      '/redoc',
      '/docs/assets/swagger-ui-bundle.js',
      '/redoc/assets/redoc.standalone.js',
      '/docs/init.js',
    ]) {
      expect([page, (await service.http.get(page)).status]).toEqual([page, 200]);
    }
  });
});

describe('the address of a client', () => {
  const claim = { 'x-forwarded-for': '203.0.113.9' };
  it.each([
    ['what the gateway says', { ...claim, 'x-lyceum-gateway': gatewaySecret }, '203.0.113.9'],
    ['the peer when nobody says more', {}, '127.0.0.1'],
    ['the peer when the gateway does not say', { 'x-lyceum-gateway': gatewaySecret }, '127.0.0.1'],
    ['the peer when somebody else says so', claim, '127.0.0.1'],
    ['the peer when the secret is empty', { ...claim, 'x-lyceum-gateway': '' }, '127.0.0.1'],
    ['the peer when the secret is cut short', { ...claim, 'x-lyceum-gateway': gatewaySecret.slice(1) }, '127.0.0.1'],
    ['the peer when the secret is too long', { ...claim, 'x-lyceum-gateway': `${gatewaySecret}0` }, '127.0.0.1'],
    ['the peer when the secret is another', { ...claim, 'x-lyceum-gateway': 'g'.repeat(gatewaySecret.length) }, '127.0.0.1'],
    [
      'the peer when the secret is said twice',
      { ...claim, 'x-lyceum-gateway': `${gatewaySecret}, ${gatewaySecret}` },
      '127.0.0.1',
    ],
  ])('is %s', async (_what, headers, address) => {
    const { body } = await service.call(addressProbe, { headers });
    expect(body).toEqual({ address });
  });
});

describe('a body that is not what it says', () => {
  const cp1251 = Buffer.from([...Buffer.from('{"name":"'), 0xcf, 0xf0, 0xe8, ...Buffer.from('"}')]);
  it.each([
    ['of another encoding', 'application/json', {}, cp1251, 400],
    ['with a byte that no text has', 'application/json', {}, Buffer.from([0x22, 0xff, 0x22]), 400],
    ['of a form with bytes of another encoding', 'application/x-www-form-urlencoded', {}, Buffer.from('a=%CF%F0%E8'), 400],
    ['of a form with half a percent sign', 'application/x-www-form-urlencoded', {}, Buffer.from('a=%C'), 400],
    ['that is packed', 'application/json', { 'content-encoding': 'gzip' }, gzipSync('{"name":"a"}'), 415],
    ['that only says it is packed', 'application/json', { 'content-encoding': 'br' }, Buffer.from('{"name":"a"}'), 415],
  ])('is refused: %s', async (_what, type, headers, body, status) => {
    const path = type === 'application/json' ? createProbe.path : formProbe.path;
    const reply = await fetch(`${service.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${service.token(asUser())}`, ...headers },
      body,
    });
    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, 'application/problem+json; charset=utf-8']);
  });
});
