import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Problem } from '@lyceum/contracts/define/problem';
import { createProgram, getProgram, programNotFound, programTooFewHours } from '@lyceum/contracts/program-generation/program';
import {
  authRequired,
  authTokenInvalid,
  requestInvalid,
  requestMalformed,
  requestTooLarge,
  requestUnsupportedMediaType,
  routeMethodNotAllowed,
  routeNotFound,
} from '@lyceum/contracts/shared/common-problems';
import { register } from '@lyceum/contracts/tokens/registration';
import { authInvalidCredentials, login } from '@lyceum/contracts/tokens/session';
import { getMe } from '@lyceum/contracts/users/profile';
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
  const cases: readonly [Problem, Promise<Response>][] = [
    [requestMalformed, api.raw(loginPath, { method: 'POST', headers: json, body: '{"email":' })],
    [requestInvalid, api.raw(loginPath, { method: 'POST', headers: json, body: '{"email":"nobody"}' })],
    [requestInvalid, api.send(register, { body: { email: 'a@lyceum.example', password: 'short', name: 'A' } })],
    [requestUnsupportedMediaType, api.raw(loginPath, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })],
    [requestTooLarge, api.raw(loginPath, { method: 'POST', headers: json, body: 'x'.repeat(3_000_000) })],
    [authInvalidCredentials, api.send(login, { body: { email: `${randomUUID()}@lyceum.example`, password: 'x' } })],
    [authRequired, api.send(getMe)],
    [authTokenInvalid, api.send(getMe, { token: 'not.a.token' })],
    [routeNotFound, api.raw('/api/v1/nowhere')],
    [routeMethodNotAllowed, api.raw('/api/v1/users/me', { method: 'DELETE', headers: { authorization: `Bearer ${token}` } })],
    [programNotFound, api.send(getProgram, { token, params: { programId: randomUUID() } })],
    [requestInvalid, api.send(getProgram, { token, params: { programId: 'seven' } })],
    [
      programTooFewHours,
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
  await expectProblem(russian, authRequired, 'ru');
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
