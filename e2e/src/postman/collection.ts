import type { ApiDescription, ApiOperation, Parameter } from './api-document.ts';
import { compareInRun } from './run-order.ts';
import { toScript } from './scripts.ts';

type Json = Record<string, unknown>;

/** What an example cannot know: who signs in, and names that nothing else may have. */
const given: Readonly<Record<string, Json>> = {
  login: { email: '{{email}}', password: '{{password}}' },
  tokenGrant: { grant_type: 'password', username: '{{email}}', password: '{{password}}' },
  refresh: { refreshToken: '{{refreshToken}}' },
  register: { email: '{{$guid}}@school.example' },
  createSpace: { id: 'school-{{$timestamp}}' },
};

/** A collection of Postman (format 2.1) with a request for each operation, in an order in which they can be run one after another. */
export function createCollection({ title, description, tags, operations }: ApiDescription, baseUrl: string): Json {
  const ids = new Map(
    operations.flatMap(({ parameters }) => parameters.filter(isId).map(({ name, example }) => [name, example])),
  );
  const items = operations.toSorted(compareInRun).map((operation) => ({ operation, item: toItem(operation, operations, ids) }));
  const within = (tag: string) =>
    items.filter(({ operation }) => operation.tag === tag && operation.operationId !== 'login').map(({ item }) => item);
  // Signing out ends its folder, and the folder ends the run.
  const folders = tags.toSorted((one, other) => Number(one.name === 'tokens') - Number(other.name === 'tokens'));
  return {
    info: { name: title, description, schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{accessToken}}', type: 'string' }] },
    variable: Object.entries({
      baseUrl,
      email: '',
      password: '',
      accessToken: '',
      refreshToken: '',
      ...Object.fromEntries(ids),
    }).map(([key, value]) => ({ key, value: String(value) })),
    item: [
      ...items.filter(({ operation }) => operation.operationId === 'login').map(({ item }) => item),
      ...folders.map((tag) => ({ ...tag, item: within(tag.name) })),
    ],
  };
}

/** The id of a thing: a request that makes one sets the variable of this name. */
const isId = ({ in: where, name }: Parameter) => where === 'path' && name.endsWith('Id');

function toItem(operation: ApiOperation, operations: readonly ApiOperation[], ids: ReadonlyMap<string, unknown>): Json {
  const { operationId, summary, description, method, isPublic, body } = operation;
  return {
    id: operationId,
    name: `${operationId}: ${summary}`,
    event: [{ listen: 'test', script: { type: 'text/javascript', exec: toScript(operation, idMadeBy(operation, operations)) } }],
    request: {
      method,
      description,
      ...(isPublic && { auth: { type: 'noauth' } }),
      header: toHeaders(operation),
      url: toUrl(operation, ids),
      ...(body && { body: getBody(operation, body, ids) }),
    },
  };
}

/** `POST /programs` makes what others name as `/programs/{programId}`. */
function idMadeBy({ method, path }: ApiOperation, operations: readonly ApiOperation[]): string | undefined {
  if (method !== 'POST') return undefined;
  const noun = path.split('/').at(-1);
  const names = operations.map((other) => new RegExp(`/${noun}/\\{(\\w+Id)\\}`).exec(other.path)?.[1]);
  return names.find((name) => name !== undefined);
}

function toHeaders({ parameters, body }: ApiOperation): Json[] {
  const given = parameters.filter((parameter) => parameter.in === 'header');
  return [
    ...(body ? [{ key: 'Content-Type', value: body.type }] : []),
    ...given.map(({ name, description, example }) =>
      name === 'Idempotency-Key'
        ? { key: name, value: '{{$guid}}', description }
        : { key: name, value: String(example), description, disabled: true },
    ),
  ];
}

function toUrl({ path, parameters }: ApiOperation, ids: ReadonlyMap<string, unknown>): Json {
  const examples = new Map(parameters.map(({ name, example }) => [name, String(example)]));
  const filled = path.replace(/\{(\w+)\}/g, (_found, name: string) =>
    ids.has(name) ? `{{${name}}}` : (examples.get(name) ?? ''),
  );
  const query = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, example, description, required }) => ({ key: name, value: String(example), description, disabled: !required }));
  const needed = query.filter(({ disabled }) => !disabled).map(({ key, value }) => `${key}=${value}`);
  return {
    raw: `{{baseUrl}}${filled}${needed.length > 0 ? `?${needed.join('&')}` : ''}`,
    host: ['{{baseUrl}}'],
    path: filled.slice(1).split('/'),
    query,
  };
}

function getBody(
  { operationId }: ApiOperation,
  body: { type: string; example: unknown },
  ids: ReadonlyMap<string, unknown>,
): Json {
  const example: Json = { ...Object(body.example), ...given[operationId] };
  const members = Object.entries(example).map(([name, value]) => [name, ids.has(name) ? `{{${name}}}` : value]);
  if (body.type === 'application/x-www-form-urlencoded') {
    const fields = Object.entries({ ...given[operationId] });
    return { mode: 'urlencoded', urlencoded: fields.map(([key, value]) => ({ key, value, type: 'text' })) };
  }
  return {
    mode: 'raw',
    raw: JSON.stringify(Object.fromEntries(members), null, 2),
    options: { raw: { language: 'json' } },
  };
}
