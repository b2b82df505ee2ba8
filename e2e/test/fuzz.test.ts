import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as models from '@lyceum/contracts/models/provider';
import * as programs from '@lyceum/contracts/program-generation/program';
import { confirmEmail, register } from '@lyceum/contracts/tokens/registration';
import { login, refresh, type Session } from '@lyceum/contracts/tokens/session';
import { contractValues } from '@lyceum/testing/contract-values';
import fc from 'fast-check';
import { z } from 'zod';
import { type Api, createApi } from '../src/api.ts';
import { asOwner } from '../src/as-owner.ts';
import { largestRequests, type PlannedRequest } from '../src/largest/largest-requests.ts';
import { listOperations, type Operation } from '../src/largest/list-operations.ts';
import { startWatchedStack, type WatchedStack } from '../src/largest/start-watched-stack.ts';
import { makePlaces, type Place } from '../src/largest/world.ts';
import { poll } from '../src/poll.ts';
import { type ApiDocuments, countDocumented, findDocumented, readApiDocuments } from './fuzz/api-documents.ts';
import { formsOfSecret } from './fuzz/forms-of-secret.ts';
import { oversizedRequests } from './fuzz/oversized-requests.ts';
import { smallRequests } from './fuzz/small-requests.ts';
import { expectWithinContract } from './fuzz/within-contract.ts';

const requestsPerOperation = 200;
const together = 5;
const longestStopMs = 250;
const attempts = 3;

const operations = listOperations(await contractValues());

let stack: WatchedStack;
let api: Api;
let session: Session;
let documents: ApiDocuments;
let places: Place[];
let ids: string[];

const signIn = async () => (await api.call(login, { body: stack.demo })).body;

beforeAll(async () => {
  stack = await startWatchedStack();
  api = createApi(stack.gatewayUrl);
  documents = await readApiDocuments(stack.serviceUrls);
  session = await signIn();
  places = await makePlaces(api, session.accessToken, asOwner(stack.ownerUrl));
  const found = places.flatMap(({ named }) => Object.entries(named)).filter(([name]) => name.endsWith('Id'));
  ids = [...found.map(([, id]) => String(id)), ...(await makeCopies(places.at(-1)?.named['programId']))];
}, 180_000);
afterAll(() => stack?.stop());

/** More programmes than will be deleted at once. */
async function makeCopies(programId: unknown): Promise<string[]> {
  const copies: string[] = [];
  while (copies.length < 8) {
    const input = { token: session.accessToken, params: { programId: String(programId) }, body: {} };
    copies.push((await api.call(programs.duplicateProgram, input)).body.id);
  }
  return copies;
}

/** Whoever asks for slow work while others do is told to come again. */
const isBusy = ({ status, headers }: Response) => status === 503 && headers.has('retry-after');

async function send({ endpoint }: Operation, request: PlannedRequest, token: string): Promise<void> {
  const { method, path, body } = request;
  const headers = { authorization: `Bearer ${token}`, ...request.headers };
  const init = { method, headers, ...(body !== undefined && { body }) };
  const response = await poll(`an answer to ${method} ${path.slice(0, 200)}`, 60_000, async () => {
    const answer = await api.raw(path, init);
    return isBusy(answer) ? undefined : answer;
  });
  await expectWithinContract(response, findDocumented(documents, endpoint).operation, endpoint);
}

/** Several at once, since each waits more than it works. Who of them stopped the loop is found out one by one. */
async function sendTogether(operation: Operation, requests: readonly PlannedRequest[], token: string): Promise<void> {
  await Promise.all(requests.map((request) => send(operation, request, token)));
  if ((await stack.longestStop()) <= longestStopMs) return;
  for (const request of requests) await sendWatched(operation, request, token);
}

/** A stop that does not come again was the collector's, or that of work in the background. */
async function sendWatched(operation: Operation, request: PlannedRequest, token: string): Promise<void> {
  const stops: number[] = [];
  const isStopped = () => (stops.at(-1) ?? 0) > longestStopMs;
  do {
    await send(operation, request, token);
    stops.push(await stack.longestStop());
  } while (isStopped() && stops.length < attempts);
  if (isStopped()) {
    throw new Error(`${request.method} ${request.path.slice(0, 200)} stops the loop for ${stops.map(Math.round).join(', ')} ms`);
  }
}

it('finds every operation that is served among the endpoints', () => {
  expect(countDocumented(documents)).toBe(Object.values(operations).flat().length);
});

/** Every list in every order it has, by name, with its first page of one. */
async function askLists() {
  const lists = Object.values(operations)
    .flat()
    .filter(({ endpoint }) => 'cursor' in endpoint.query.shape);
  const orders = lists.flatMap((operation) => toOrders(operation).map((order) => ({ operation, order })));
  return Promise.all(
    orders.map(async ({ operation, order }) => {
      const [path] = largestRequests(operation, places)[0]?.path.split('?', 1) ?? [];
      const ask = async (more: Record<string, string> = {}) => {
        const query = new URLSearchParams({ limit: '1', ...order, ...more });
        const answer = await api.raw(`${path}?${query}`, { headers: { authorization: `Bearer ${session.accessToken}` } });
        const { nextCursor, errors } = JSON.parse(await answer.text());
        return { nextCursor, outcome: `${answer.status} ${errors?.[0]?.pointer ?? ''}`.trim() };
      };
      return { name: `${operation.name} ${order.sort ?? ''}`.trim(), ask, cursor: (await ask()).nextCursor };
    }),
  );
}

/** A query for each way to sort a list. */
function toOrders({ endpoint }: Operation): { sort?: string }[] {
  const { sort } = endpoint.query.shape;
  if (!sort) return [{}];
  const { enum: sorts = [] } = z.toJSONSchema(sort, { io: 'input' });
  return sorts.map((one) => ({ sort: String(one) }));
}

it('takes at every list its own cursor, and refuses that of every other list and of every other order', async () => {
  const lists = await askLists();
  const others = lists.filter(({ cursor }) => cursor);
  expect(others.length).toBeGreaterThan(10);
  const faults: string[] = [];
  for (const { name, ask } of lists) {
    for (const { name: other, cursor } of others) {
      const { outcome } = await ask({ cursor });
      if (outcome !== (name === other ? '200' : '400 /query/cursor'))
        faults.push(`${name} to the cursor of ${other}: ${outcome}`);
    }
  }
  expect(faults).toEqual([]);
});

describe.each(Object.entries(operations))('of %s', (_contract, listed) => {
  it.each(listed.map((operation) => [operation.name, operation] as const))(
    '%s answers within its contract and stops nobody, whatever it is sent',
    async (name, operation) => {
      // An own session for signing out, so that the other operations keep theirs.
      const token = name === 'logout' ? (await signIn()).accessToken : session.accessToken;
      const largest = largestRequests(operation, places);
      const oversized = largest.slice(-1).flatMap(oversizedRequests);
      const large = [...largest, ...oversized];
      const { path, operation: documented, components } = findDocumented(documents, operation.endpoint);
      const small = smallRequests(operation.endpoint.method, path, documented, { components, ids });
      await fc.assert(
        fc.asyncProperty(fc.array(small, { minLength: together, maxLength: together }), async (requests) => {
          await sendTogether(operation, requests, token);
        }),
        { numRuns: Math.ceil((requestsPerOperation - large.length) / together), endOnFailure: true },
      );
      for (const request of large) await sendWatched(operation, request, token);
    },
    120_000,
  );
});

it('keeps credentials out of the log, in any form', async () => {
  const [password, key, token] = Array.from({ length: 3 }, () => randomBytes(24).toString('base64'));
  if (!password || !key || !token) throw new Error('no secrets');
  const again = await signIn();
  const asAdmin = { token: again.accessToken };
  await api.send(login, { body: { email: stack.demo.email, password } });
  await api.send(register, { body: { email: 'fuzz@lyceum.example', password, name: 'Fuzz' } });
  await api.send(confirmEmail, { body: { token } });
  await api.send(refresh, { body: { refreshToken: token } });
  await api.call(refresh, { body: { refreshToken: again.refreshToken } });
  const settings = { kind: 'openai-compatible', name: 'Keyed', baseUrl: 'http://127.0.0.1:1/v1', model: 'none' } as const;
  const { body } = await api.call(models.createProvider, {
    ...asAdmin,
    body: { settings: { ...settings, timeoutSeconds: 5 }, key },
  });
  await api.call(models.testProvider, { ...asAdmin, params: { providerId: body.id } });
  const kept = Object.values(JSON.parse(readFileSync(join(stack.dataDir, 'secrets.json'), 'utf8')) as Record<string, string>);
  const tokens = [session, again].flatMap(({ accessToken, refreshToken }) => [
    accessToken,
    accessToken.split('.')[2] ?? '',
    refreshToken,
  ]);
  const log = stack.log();
  expect(log).toContain('"level"');
  const reported = [password, key, token, stack.demo.password, ...kept, ...tokens].filter((secret) =>
    formsOfSecret(secret).some((form) => log.includes(form)),
  );
  expect(reported).toEqual([]);
});
