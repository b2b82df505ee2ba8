import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import { z } from 'zod';
import { hasBody, possibleProblems } from '../http/possible-problems.ts';
import type { Access, Route } from '../http/route.ts';
import { toExample } from './example.ts';
import { toFailures } from './failures.ts';
import type { Schemas } from './schemas.ts';

type Json = Record<string, unknown>;

/** What operations share, besides schemas. */
export interface Shared {
  readonly responses: Record<string, Json>;
  readonly examples: Record<string, Json>;
}

export function toOperation(route: Pick<Route, 'endpoint' | 'access'>, tag: string, schemas: Schemas, shared: Shared): Json {
  const { endpoint, access } = route;
  return {
    tags: [tag],
    operationId: endpoint.operationId,
    summary: endpoint.summary,
    description: [endpoint.description, accessText(access), deprecationText(endpoint)].filter(Boolean).join('\n\n'),
    ...(endpoint.deprecated && { deprecated: true }),
    security: access === 'anyone' ? [] : [{ bearer: [] }, { password: [] }],
    parameters: toParameters(endpoint, schemas),
    ...(hasBody(endpoint) && {
      requestBody: { required: true, content: { [endpoint.consumes]: toContent(endpoint.body, 'input', schemas, shared) } },
    }),
    responses: {
      ...toSuccess(endpoint, schemas, shared),
      ...toFailures(endpoint, possibleProblems(route), schemas, shared.responses),
    },
  };
}

function deprecationText({ deprecated }: Endpoint): string | undefined {
  if (!deprecated) return undefined;
  const { until, successor } = deprecated;
  return `May be gone from ${until} on${successor ? `: use \`${successor}\`` : ''}.`;
}

function accessText(access: Access): string {
  if (access === 'anyone') return 'Open to everybody.';
  if (access === 'signed-in') return 'For whoever is signed in.';
  return `Needs the permission \`${access.name}\`, which these roles have: ${access.roles.join(', ')}.`;
}

/** True when the `ETag` of the answer is made of its `version`. */
const hasVersion = ({ response }: Endpoint) => response instanceof z.ZodObject && 'version' in response.shape;

function toSuccess(endpoint: Endpoint, schemas: Schemas, shared: Shared): Json {
  const isStream = endpoint.produces === 'text/event-stream';
  const isTagged = endpoint.status < 300 && !isStream && hasVersion(endpoint);
  const names = [
    'X-Request-Id',
    'RateLimit',
    'RateLimit-Policy',
    ...(endpoint.status >= 300 ? ['Location'] : []),
    ...(isTagged ? ['ETag'] : []),
    ...(endpoint.idempotent ? ['Idempotency-Replayed'] : []),
    ...(endpoint.deprecated ? ['Deprecation', 'Sunset'] : []),
    ...(endpoint.deprecated?.successor ? ['Link'] : []),
  ];
  const headers = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
  if (endpoint.status >= 300) return { [endpoint.status]: { description: 'See the address in `Location`', headers } };
  if (endpoint.response instanceof z.ZodVoid) return { [endpoint.status]: { description: 'Done', headers } };
  const content = { [endpoint.produces]: toContent(endpoint.response, 'output', schemas, shared) };
  return {
    [endpoint.status]: {
      description: isStream ? 'Server-sent events; the data of each is JSON of this schema' : 'Success',
      headers,
      content,
    },
    ...(isStream && { 204: { description: 'There is nothing more to tell', headers } }),
    ...(isTagged &&
      endpoint.method === 'GET' &&
      !endpoint.volatile && { 304: { description: 'It still has the version of `If-None-Match`', headers } }),
  };
}

/** Of a named schema the example is a component too. */
function toContent(type: z.ZodType, io: 'input' | 'output', schemas: Schemas, shared: Shared): Json {
  const schema = schemas.add(type, io);
  const name = schema.$ref?.replace('#/components/schemas/', '');
  if (name === undefined) return { schema, example: toExample(schema, schemas.components) };
  shared.examples[name] ??= { summary: `An example of ${name}`, value: toExample(schema, schemas.components) };
  return { schema, examples: { [name]: { $ref: `#/components/examples/${name}` } } };
}

function toParameters(endpoint: Endpoint, schemas: Schemas): Json[] {
  const list = (where: 'path' | 'query', shape: z.ZodObject) => {
    const { properties = {}, required = [] } = schemas.add(shape, 'input');
    return Object.entries(properties).map(([name, property]) => {
      const { description, ...schema } = typeof property === 'object' ? property : {};
      const example = toExample(schema, schemas.components);
      return { name, in: where, description, required: required.includes(name), schema, example };
    });
  };
  const headers = [
    ...(endpoint.idempotent ? ['Idempotency-Key'] : []),
    ...(endpoint.produces === 'text/event-stream' ? ['Last-Event-ID'] : []),
    ...(endpoint.ifMatch ? ['If-Match'] : []),
    ...(endpoint.method === 'GET' && endpoint.status < 300 && hasVersion(endpoint) && !endpoint.volatile
      ? ['If-None-Match']
      : []),
  ];
  return [
    ...list('path', endpoint.params),
    ...list('query', endpoint.query),
    ...headers.map((name) => ({ $ref: `#/components/parameters/${name}` })),
  ];
}
