import type { Endpoint } from '@lyceum/contracts/define';
import * as models from '@lyceum/contracts/models';
import * as notifications from '@lyceum/contracts/notifications';
import { problem } from '@lyceum/contracts/problems';
import * as programGeneration from '@lyceum/contracts/program-generation';
import { serviceNames } from '@lyceum/contracts/services';
import * as tokens from '@lyceum/contracts/tokens';
import { login } from '@lyceum/contracts/tokens';
import * as users from '@lyceum/contracts/users';
import fc from 'fast-check';
import { type Api, createApi } from '../src/api.ts';
import { orderProgram, waitUntilReady } from '../src/programs.ts';
import { type JsonSchema, valuesOf, type World } from './hostile-values.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';

const runsPerOperation = 120;

interface Operation {
  parameters: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, unknown>;
}

interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema> };
}

const isEndpoint = (value: unknown): value is Endpoint => typeof value === 'object' && value !== null && 'consumes' in value;
const endpoints = [tokens, users, notifications, programGeneration, models].flatMap((contract) =>
  Object.values(contract).filter(isEndpoint),
);

let stack: PrivateStack;
let api: Api;
let session: tokens.Session;
let ids: string[];
const documents = new Map<string, OpenApi>();

beforeAll(async () => {
  stack = await startPrivateStack();
  api = createApi(stack.gatewayUrl);
  for (const name of serviceNames) {
    const response = await fetch(`${stack.services.get(name)?.url}/openapi.json`);
    documents.set(name, (await response.json()) as OpenApi); // its own routes made it
  }
  session = (await api.call(login, { body: stack.demo })).body;
  const program = await orderProgram(api, session.accessToken);
  await waitUntilReady(api, session.accessToken, program);
  ids = [program.id, ...(await makeThings(session.accessToken, program.id))];
}, 90_000);
afterAll(() => stack?.stop());

/** Ids of something of each kind, and of more programmes than will be deleted at once. */
async function makeThings(token: string, programId: string): Promise<string[]> {
  const settings = { kind: 'openai-compatible', name: 'Closed', baseUrl: 'http://127.0.0.1:1/v1', model: 'none' } as const;
  const made: { body: { id: string } }[] = [
    await api.call(models.createProvider, { token, body: { settings: { ...settings, timeoutSeconds: 5 } } }),
    await api.call(programGeneration.createTemplate, { token, body: { programId, name: 'Fuzz' } }),
    await api.call(programGeneration.createComment, { token, params: { programId }, body: { text: 'Fuzz' } }),
    await api.call(programGeneration.createExport, { token, params: { programId }, body: { format: 'md' } }),
    await api.call(programGeneration.createProposal, { token, params: { programId }, body: { block: 'aim', instruction: '' } }),
    await api.call(programGeneration.createAttachment, { token, body: { name: 'fuzz.txt', type: 'text/plain', size: 1 } }),
  ];
  for (let copies = 0; copies < 8; copies += 1) {
    made.push(await api.call(programGeneration.duplicateProgram, { token, params: { programId }, body: {} }));
  }
  return made.map(({ body }) => body.id);
}

const methods = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const;

function requestsOf(path: string, operation: Operation, world: World) {
  const values = (where: string) =>
    fc.record(
      Object.fromEntries(
        operation.parameters.filter((one) => one.in === where).map(({ name, schema }) => [name, valuesOf(schema, world)]),
      ),
      { requiredKeys: operation.parameters.filter((one) => one.in === where && one.required).map(({ name }) => name) },
    );
  const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  return fc.record({
    path: values('path').map((found) =>
      path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(wellFormed(found[name]))),
    ),
    query: values('query'),
    ifMatch: fc.option(fc.constantFrom('"1"', '*', 'W/"1"', 'x', '""', '"99999999999999999999"'), { nil: undefined }),
    key: fc.option(fc.constantFrom('"k"', 'k', ' ', '"', 'x'.repeat(300)), { nil: undefined }),
    language: fc.option(fc.constantFrom('ru', 'en', 'xx;q=7', ',,,'), { nil: undefined }),
    type: fc.oneof(
      { weight: 8, arbitrary: fc.constant(type) },
      { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/xml', '', 'application/json; charset=koi8-r') },
    ),
    body: body
      ? fc.oneof(
          { weight: 9, arbitrary: valuesOf(body.schema, world).map((value) => encode(type, value)) },
          { weight: 1, arbitrary: fc.constantFrom('{', '', 'null', '[[[[', '\u0000') },
        )
      : fc.constant(undefined),
    signedIn: fc.oneof({ weight: 10, arbitrary: fc.constant('yes') }, { weight: 1, arbitrary: fc.constantFrom('no', 'garbage') }),
  });
}

const wellFormed = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed();

function encode(type: string | undefined, value: unknown): string {
  if (type !== 'application/x-www-form-urlencoded') return JSON.stringify(value);
  const form = new URLSearchParams();
  for (const [name, field] of Object.entries(Object(value))) form.set(name, wellFormed(field));
  return form.toString();
}

type FuzzRequest = ReturnType<typeof requestsOf> extends fc.Arbitrary<infer Value> ? Value : never;

async function send(
  method: string,
  { path, query, ifMatch, key, language, type, body, signedIn }: FuzzRequest,
  token: string,
): Promise<Response> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) search.set(name, wellFormed(value));
  const headers = new Headers();
  if (signedIn !== 'no') headers.set('authorization', signedIn === 'yes' ? `Bearer ${token}` : 'Bearer a.b.c');
  for (const [name, value] of Object.entries({ 'if-match': ifMatch, 'idempotency-key': key, 'accept-language': language })) {
    if (value !== undefined) headers.set(name, value);
  }
  if (body !== undefined && type !== undefined) headers.set('content-type', type);
  return api.raw(`${path}${search.size > 0 ? `?${search}` : ''}`, { method, headers, ...(body !== undefined && { body }) });
}

/** No 5xx, no status the operation does not declare, no success that its contract would not allow, no failure without a document. */
async function expectWithinContract(response: Response, operation: Operation, endpoint: Endpoint | undefined): Promise<void> {
  const text = await response.text();
  expect(response.status).toBeLessThan(500);
  if (response.status === 304) return;
  expect(Object.keys(operation.responses)).toContain(String(response.status));
  if (response.status >= 400) {
    const types = ['application/problem+json', ...(endpoint?.oauthErrors ? ['application/json'] : [])];
    expect(types).toContain(response.headers.get('content-type')?.split(';')[0]);
    expect(problem.parse(JSON.parse(text)).status).toBe(response.status);
    return;
  }
  for (const answer of answersOf(response, text)) endpoint?.response.parse(answer);
}

/** One answer, or the events of a stream. */
function answersOf(response: Response, text: string): unknown[] {
  const location = response.headers.get('location');
  if (location) return [{ location }];
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return [text ? JSON.parse(text) : undefined];
  return [...text.matchAll(/^data: ?(.*)$/gm)].map(([, data]) => JSON.parse(data ?? ''));
}

describe('whatever is sent to an operation, the answer is within its contract', () => {
  it.each(serviceNames)(
    '%s',
    async (name) => {
      const document = documents.get(name);
      if (!document) throw new Error(`${name} has no document`);
      for (const [path, operations] of Object.entries(document.paths)) {
        for (const [lower, operation] of Object.entries(operations)) {
          const method = methods[lower as keyof typeof methods]; // the document has no other methods
          const endpoint = endpoints.find((one) => one.method === method && path.endsWith(one.path.replace(/:(\w+)/g, '{$1}')));
          expect(endpoint).toBeDefined();
          // An own session for signing out, so that the other operations keep theirs.
          const token = path.endsWith('/logout')
            ? (await api.call(login, { body: stack.demo })).body.accessToken
            : session.accessToken;
          await fc.assert(
            fc.asyncProperty(requestsOf(path, operation, { components: document.components.schemas, ids }), async (request) => {
              await expectWithinContract(await send(method, request, token), operation, endpoint);
            }),
            { numRuns: runsPerOperation, endOnFailure: true },
          );
        }
      }
    },
    300_000,
  );
});
