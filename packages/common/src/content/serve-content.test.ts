import { Readable, Writable } from 'node:stream';
import { spaceTaken } from '@lyceum/contracts/tokens/space';
import { profileNotFound } from '@lyceum/contracts/users/profile';
import { asAdmin } from '@lyceum/testing/actors';
import { testIssuer } from '@lyceum/testing/keys';
import { createTestService } from '@lyceum/testing/service';
import { serviceConfig } from '../config.ts';
import { fail } from '../errors.ts';
import { createLogger } from '../log.ts';
import { defineFeature, defineService } from '../service.ts';
import { contentRoute } from './content-route.ts';

const selectSpace = "SELECT current_setting('app.space') AS space";

const contents = [
  contentRoute('GET /echo/:token/*path', async ({ params, query, body, ctx, read }) => {
    const [row] = await read((db) => db.query<{ space: string }[]>(selectSpace));
    return { json: { params, query: [...query], body, actor: ctx.actor, locale: ctx.locale, space: row?.space } };
  }),
  contentRoute('GET /echo/:token/frame', async () => ({ html: '<!doctype html><script>let a</script>' })),
  contentRoute('POST /echo/:token/values', async ({ body, transact }) => {
    const [row] = await transact((db) => db.query<{ space: string }[]>(selectSpace));
    return { json: { length: body.length, start: body.slice(0, 10), space: row?.space } };
  }),
  contentRoute('POST /end/:token/:how', async ({ params: { how } }) => {
    if (how === 'declared') throw fail(profileNotFound);
    if (how === 'conflict') throw fail(spaceTaken, { detail: { en: 'Taken', ru: 'Занято' } });
    if (how === 'bug') throw new Error('a bug');
    return { json: undefined };
  }),
  contentRoute('GET /broken/:token', async () => {
    const open = async () => Readable.from([Buffer.from('too short')]);
    return { file: { mediaType: 'text/plain', size: 100, etag: '"tag"', open } };
  }),
];

const probe = defineService({
  name: 'users',
  config: serviceConfig,
  features: [defineFeature({ mount: () => ({ contents }) })],
});

let logged = '';
const destination = new Writable({
  write(chunk, _encoding, done) {
    logged += String(chunk);
    done();
  },
});
const service = createTestService(probe, {}, { log: createLogger('users', 'trace', destination) });

const toJson = ({ body }: { body: Buffer }) => JSON.parse(body.toString());

describe('a request for content', () => {
  it('brings what its path says, decoded once, its query and its space', async () => {
    const address = 'GET /echo/tok%2Fen/a%20b/%D1%8F%2525/c.html?a=1&a=2';
    const headers = { 'accept-language': 'ru' };
    expect(toJson(await service.content(address, { space: 'school', headers }))).toEqual({
      params: { token: 'tok/en', path: 'a b/я%25/c.html' },
      query: [
        ['a', '1'],
        ['a', '2'],
      ],
      body: '',
      actor: null,
      locale: 'ru',
      space: 'school',
    });
  });

  it('is asked by nobody, whatever token it brings', async () => {
    const headers = { authorization: `Bearer ${service.token(asAdmin())}` };
    expect(toJson(await service.content('GET /echo/t/a', { headers }))).toMatchObject({ actor: null, space: 'main' });
    expect((await service.content('GET /echo/t/a', { headers: { authorization: 'Bearer made-up' } })).status).toBe(200);
  });

  it('brings text of any content type', async () => {
    const beacon = { body: 'значения=1', space: 'school' };
    expect(toJson(await service.content('POST /echo/t/values', beacon))).toEqual({
      length: 10,
      start: 'значения=1',
      space: 'school',
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=latin1' };
    expect(toJson(await service.content('POST /echo/t/values', { body: 'a=b', headers })).start).toBe('a=b');
    expect(toJson(await service.content('POST /echo/t/values')).length).toBe(0);
    expect(toJson(await service.content('POST /echo/t/values', { body: 'x'.repeat(256 * 1024) })).length).toBe(256 * 1024);
  });

  it.each([
    ['a body over 256 kB', 'POST /echo/t/values', { body: 'x'.repeat(256 * 1024 + 1) }, 413, 'request.too_large'],
    [
      'a packed body',
      'POST /echo/t/values',
      { body: 'x', headers: { 'content-encoding': 'gzip' } },
      415,
      'request.unsupported_media_type',
    ],
    ['a space that is none', 'GET /echo/t/a', { space: 'No space' }, 400, 'request.invalid'],
    ['a path that is no UTF-8', 'GET /echo/t/%ff', {}, 400, 'request.malformed'],
    ['a path that no database takes', 'GET /echo/t/a%00b', {}, 404, 'route.not_found'],
    ['an unknown address', 'GET /nothing', {}, 404, 'route.not_found'],
    ['another method', 'PUT /echo/t/values', {}, 405, 'route.method_not_allowed'],
  ] as const)('is refused for %s', async (_, address, input, status, code) => {
    const reply = await service.content(address, input);
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect([reply.status, toJson(reply).code]).toEqual([status, code]);
  });

  it('is refused for a body that is no UTF-8', async () => {
    const { status } = await service.http
      .post('/content/users/echo/t/values')
      .type('text/plain')
      .send(Buffer.from([0xff, 0xfe]));
    expect(status).toBe(400);
  });
});

describe('an answer', () => {
  it('may do what its own origin allows, in frames of the platform', async () => {
    const reply = await service.content('GET /echo/t/frame');
    expect([reply.status, reply.body.toString()]).toEqual([200, '<!doctype html><script>let a</script>']);
    expect(reply.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': [
        `frame-ancestors ${new URL(testIssuer).origin} 'self'`,
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
        "img-src 'self' data: blob: https:",
        "media-src 'self' data: blob: https:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'self'",
        "object-src 'none'",
      ].join('; '),
    });
  });

  it.each([
    ['declared', 404, 'profile.not_found'],
    ['conflict', 409, 'space.taken'],
    ['bug', 500, 'internal'],
  ])('of what ends as %s is a problem document', async (how, status, code) => {
    const reply = await service.content(`POST /end/t/${how}`);
    expect([reply.status, toJson(reply).code]).toEqual([status, code]);
    expect(reply.headers['content-security-policy']).toContain('frame-ancestors');
  });

  it('without anything to say is 204', async () => {
    const { status, body } = await service.content('POST /end/t/well');
    expect([status, body.length]).toEqual([204, 0]);
  });
});

it('leaves its token in no log and no metric', async () => {
  logged = '';
  await service.content('POST /end/very-secret/bug');
  await service.content('GET /echo/very-secret/%ff');
  await service.content('GET /nothing/very-secret');
  await expect(service.content('GET /broken/very-secret')).rejects.toThrow();
  expect(logged).toContain('"path":"/content/users/end/:token/:how"');
  expect(logged).toContain('"path":"/content/users/broken/:token"');
  const { text } = await service.http.get('/metrics');
  expect(text).toContain('route="/content/users/end/:token/:how"');
  expect(logged + text).not.toContain('very-secret');
});
