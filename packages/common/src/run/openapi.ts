import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import { commonProblems } from '@lyceum/contracts/shared/common-problems';
import { problemDocument } from '@lyceum/contracts/shared/problem-document';
import { z } from 'zod';
import { mountPath } from '../client.ts';
import type { Route } from '../http/route.ts';

type Json = Record<string, unknown>;

/** OpenAPI 3.1 of a service, made from the contracts its routes serve. */
export function openApi(title: string, routes: readonly Route[]): Json {
  const schemas: Json = {};
  const schema = (type: z.ZodType, io: 'input' | 'output') => toSchema(type, io, schemas);
  const problemSchema = { schema: schema(problemDocument, 'output') };
  const paths: Record<string, Json> = {};
  for (const { endpoint, access } of routes) {
    if (endpoint.internal) continue;
    const path = mountPath(endpoint.path).replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][endpoint.method.toLowerCase()] = {
      tags: [title],
      operationId: endpoint.operationId,
      summary: endpoint.summary,
      ...(access !== 'anyone' && { security: [{ bearer: [] }, { password: [] }] }),
      parameters: parameters(endpoint, schema),
      ...(!(endpoint.body instanceof z.ZodUndefined) && {
        requestBody: { required: true, content: { [endpoint.consumes]: { schema: schema(endpoint.body, 'input') } } },
      }),
      responses: {
        [endpoint.status]: success(endpoint, schema),
        ...(endpoint.produces === 'text/event-stream' && { 204: { description: 'There is nothing more to tell' } }),
        ...failures(endpoint, problemSchema),
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: `Lyceum: ${title}`, version: '1' },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        password: { type: 'oauth2', flows: { password: { tokenUrl: '/api/v1/auth/token', scopes: {} } } },
      },
    },
  };
}

function success(endpoint: Endpoint, schema: (type: z.ZodType, io: 'output') => Json): Json {
  if (endpoint.status >= 300) {
    return { description: 'See the address', headers: { location: { schema: { type: 'string', format: 'uri' } } } };
  }
  if (endpoint.response instanceof z.ZodVoid) return { description: 'Done' };
  const content = { [endpoint.produces]: { schema: schema(endpoint.response, 'output') } };
  const isStream = endpoint.produces === 'text/event-stream';
  return { description: isStream ? 'Server-sent events; the data of each is JSON of this schema' : 'Success', content };
}

function failures(endpoint: Endpoint, problemSchema: Json): Json {
  const { oauthErrors } = endpoint;
  // At a token endpoint the gateway's own failures keep their type.
  const content = { ...(oauthErrors && { 'application/json': problemSchema }), 'application/problem+json': problemSchema };
  const problems = [...commonProblems, ...endpoint.errors];
  const byStatus = Map.groupBy(problems, ({ code, status }) => (oauthErrors?.[code] ? 400 : status));
  const responses = [...byStatus].map(([status, group]) => [
    status,
    { description: group.map(({ code, title }) => `${code}: ${title.en}`).join('; '), content },
  ]);
  return Object.fromEntries(responses);
}

function parameters(endpoint: Endpoint, schema: (type: z.ZodType, io: 'input') => Json): Json[] {
  const list = (where: 'path' | 'query', shape: z.ZodObject) => {
    const { properties = {}, required = [] } = schema(shape, 'input') as { properties?: Json; required?: string[] }; // of an object
    return Object.entries(properties).map(([name, type]) => ({
      name,
      in: where,
      required: required.includes(name),
      schema: type,
    }));
  };
  const key = { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 } };
  const lastEventId = { name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } };
  const ifMatch = { name: 'If-Match', in: 'header', required: false, schema: { type: 'string' } };
  return [
    ...list('path', endpoint.params),
    ...list('query', endpoint.query),
    ...(endpoint.idempotent ? [key] : []),
    ...(endpoint.produces === 'text/event-stream' ? [lastEventId] : []),
    ...(endpoint.ifMatch ? [ifMatch] : []),
  ];
}

/** JSON Schema 2020-12, the dialect of OpenAPI 3.1; named schemas move to the components. */
function toSchema(type: z.ZodType, io: 'input' | 'output', components: Json): Json {
  const { $schema, $defs, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any', override: dropPatterns });
  const moved = (value: unknown): Json => JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'));
  for (const [name, definition] of Object.entries($defs ?? {})) components[name] = moved(definition);
  const { id, ...named } = schema;
  if (typeof id !== 'string') return moved(schema);
  components[id] = moved(named);
  return { $ref: `#/components/schemas/${id}` };
}

/** The expressions behind `format` are longer than the rest of the document and tell readers nothing. */
function dropPatterns({ jsonSchema }: { jsonSchema: { pattern?: unknown; format?: unknown } }): void {
  if (jsonSchema.format) delete jsonSchema.pattern;
}
