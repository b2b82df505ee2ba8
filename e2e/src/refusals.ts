import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ProblemCode } from '@lyceum/contracts/problems';
import { createProgram, getProgram } from '@lyceum/contracts/program-generation';
import { login, register } from '@lyceum/contracts/tokens';
import { getMe } from '@lyceum/contracts/users';
import { z } from 'zod';
import { type Api, expectProblem } from './api.ts';
import { poll } from './poll.ts';

const json = { 'content-type': 'application/json' };
const openapi = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.unknown()),
  'x-unavailable': z.array(z.string()),
});
const loginPath = '/api/v1/auth/login';

/** What a client may do wrong, and the failure it is told. */
export async function refuseBadRequests(api: Api, token: string): Promise<number> {
  const cases: readonly [ProblemCode, Promise<Response>][] = [
    ['request.malformed', api.raw(loginPath, { method: 'POST', headers: json, body: '{"email":' })],
    ['request.invalid', api.raw(loginPath, { method: 'POST', headers: json, body: '{"email":"nobody"}' })],
    ['request.invalid', api.send(register, { body: { email: 'a@lyceum.example', password: 'short', name: 'A' } })],
    [
      'request.unsupported_media_type',
      api.raw(loginPath, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' }),
    ],
    ['request.too_large', api.raw(loginPath, { method: 'POST', headers: json, body: 'x'.repeat(3_000_000) })],
    ['auth.invalid_credentials', api.send(login, { body: { email: `${randomUUID()}@lyceum.example`, password: 'x' } })],
    ['auth.required', api.send(getMe)],
    ['auth.token_invalid', api.send(getMe, { token: 'not.a.token' })],
    ['route.not_found', api.raw('/api/v1/nowhere')],
    [
      'route.method_not_allowed',
      api.raw('/api/v1/users/me', { method: 'DELETE', headers: { authorization: `Bearer ${token}` } }),
    ],
    ['program.not_found', api.send(getProgram, { token, params: { programId: randomUUID() } })],
    ['request.invalid', api.send(getProgram, { token, params: { programId: 'seven' } })],
    [
      'program.too_few_hours',
      api.send(createProgram, {
        token,
        body: {
          title: 'Test',
          kind: 'professional-retraining',
          qualification: 'Tester',
          audience: 'All',
          level: 'beginner',
          hours: 16,
          topics: ['A'],
          language: 'en',
        },
      }),
    ],
  ];
  for (const [code, response] of cases) await expectProblem(await response, code);
  const russian = await api.send(getMe, { headers: { 'accept-language': 'ru' } });
  await expectProblem(russian, 'auth.required', 'ru');
  return cases.length + 1;
}

/** The pages for people who write clients: everything they load comes from here. */
export async function openDocs(api: Api): Promise<number> {
  for (const page of ['/docs', '/redoc']) {
    const response = await api.raw(page);
    assert.equal(response.status, 200, page);
    const assets = Array.from((await response.text()).matchAll(/(?:src|href)="([^"]+)"/g), ([, address]) => address ?? '');
    assert.ok(assets.length > 0, `${page} loads something`);
    for (const asset of assets) assert.equal((await api.raw(asset)).status, 200, `${asset} of ${page}`);
  }
  // A service that restarts is missing for as long as the gateway keeps the document: ten seconds.
  const document = await poll('openapi.json with every service', 15_000, async () => {
    const found = openapi.parse(await (await api.raw('/openapi.json')).json());
    return found['x-unavailable'].length === 0 ? found : undefined;
  });
  assert.match(document.openapi, /^3\.1\./, 'version of OpenAPI');
  const paths = Object.keys(document.paths);
  for (const endpoint of [login, getMe, createProgram, getProgram]) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    assert.ok(
      paths.some((known) => known.endsWith(path)),
      `openapi.json has ${path}`,
    );
  }
  return paths.length;
}
