import { spaces, spaceTaken } from '@lyceum/contracts/tokens/space';
import { asAdmin, asUser } from '@lyceum/testing/actors';
import { createTestService } from '@lyceum/testing/service';
import { serviceConfig } from '../config.ts';
import { fail } from '../errors.ts';
import { defineFeature, defineService } from '../service.ts';
import type { ProtocolRoute } from './protocol-route.ts';

const selectSpace = "SELECT current_setting('app.space') AS space";

const protocol: ProtocolRoute = {
  path: '/users/protocol',
  access: spaces.create,
  async handle(request, response, { actor, read, transact }) {
    const how = request.get('x-how');
    if (how === 'declared') throw fail(spaceTaken, { retryAfter: 2 });
    if (how === 'bug') throw new Error('a secret of ours');
    if (how === 'late') {
      response.status(200).write('half');
      throw new Error('too late');
    }
    const [seen] = await read((db) => db.query<[{ space: string }]>(selectSpace));
    const [written] = await transact((db) => db.query<[{ space: string }]>(selectSpace));
    const body = (await request.setEncoding('utf8').toArray()).join('');
    response.json({
      method: request.method,
      rest: request.params['rest'],
      body,
      actor: actor.id,
      spaces: [seen.space, written.space],
    });
  },
};

const service = createTestService(
  defineService({
    name: 'users',
    config: serviceConfig,
    features: [defineFeature({ mount: () => ({ protocols: [protocol] }) })],
  }),
);
const path = '/api/v1/users/protocol';
const authorize = (as = asAdmin()) => `Bearer ${service.token(as)}`;

describe('a protocol that a library speaks', () => {
  it('gets whatever is below its path, by any method, with its body unread', async () => {
    const as = asAdmin({ space: 'school' });
    const request = service.http.patch(`${path}/some/thing`).set('authorization', authorize(as));
    const { status, body, headers } = await request.set('content-type', 'application/offset+octet-stream').send('{"no json');
    const expected = { method: 'PATCH', rest: ['some', 'thing'], body: '{"no json', actor: as.id, spaces: ['school', 'school'] };
    expect([status, body, headers['cache-control']]).toEqual([200, expected, 'no-store']);
    expect((await service.http.post(path).set('authorization', authorize())).body).toMatchObject({ method: 'POST' });
  });

  it('answers 401 without a token and 403 without the permission, by problem documents', async () => {
    const anonymous = await service.http.head(path);
    const nobody = await service.http.put(`${path}/x`);
    const user = await service.http.put(`${path}/x`).set('authorization', authorize(asUser()));
    expect([anonymous.status, nobody.status, user.status]).toEqual([401, 401, 403]);
    expect([nobody.body.code, user.body.code]).toEqual(['auth.required', 'auth.forbidden']);
    expect(nobody.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'www-authenticate': 'Bearer',
    });
  });

  it('answers 403 under the path of another space', async () => {
    const { status, body } = await service.http.get(path).set('authorization', authorize()).set('x-lyceum-space', 'school');
    expect([status, body.code]).toEqual([403, 'space.mismatch']);
  });

  it('answers what it throws by a problem document, in the language of the caller', async () => {
    const request = service.http.get(path).set('authorization', authorize()).set('x-how', 'declared');
    const { status, body, headers } = await request.set('accept-language', 'ru');
    expect([status, body.code, body.title]).toEqual([409, spaceTaken.code, spaceTaken.title.ru]);
    expect(headers['retry-after']).toBe('2');
  });

  it('tells nothing of a bug, and breaks off an answer that has begun', async () => {
    const bug = await service.http.get(path).set('authorization', authorize()).set('x-how', 'bug');
    expect([bug.status, bug.body.code]).toEqual([500, 'internal']);
    expect(JSON.stringify(bug.body)).not.toMatch(/secret/);
    await expect(service.http.get(path).set('authorization', authorize()).set('x-how', 'late')).rejects.toThrow(
      /aborted|hang up|terminated/,
    );
  });

  it('is no other address', async () => {
    const { status, body } = await service.http.get(`${path}s`).set('authorization', authorize());
    expect([status, body.code]).toEqual([404, 'route.not_found']);
  });
});
