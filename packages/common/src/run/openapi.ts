import { type ServiceName, services } from '@lyceum/contracts/services';
import { mountPath } from '../client.ts';
import type { Route } from '../http/route.ts';
import { type Shared, toOperation } from '../openapi/operation.ts';
import { createSchemas } from '../openapi/schemas.ts';
import { headers, parameters, securitySchemes } from '../openapi/shared-parts.ts';

type Json = Record<string, unknown>;

interface About {
  readonly name: ServiceName;
  /** Address of the installation. */
  readonly publicUrl: string;
}

/** OpenAPI 3.1 of a service, made from the contracts its routes serve; what services ask each other is left out. */
export function openApi({ name, publicUrl }: About, routes: readonly Pick<Route, 'endpoint' | 'access'>[]): Json {
  const shown = routes.filter(({ endpoint }) => !endpoint.internal);
  const schemas = createSchemas(shown.map(({ endpoint }) => endpoint));
  const shared: Shared = { responses: {}, examples: {} };
  const paths: Record<string, Json> = {};
  for (const route of shown) {
    const path = mountPath(route.endpoint.path).replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][route.endpoint.method.toLowerCase()] = toOperation(route, name, schemas, shared);
  }
  const parts = { ...shared, schemas: schemas.components, parameters, headers };
  return {
    openapi: '3.1.0',
    info: documentInfo(`Lyceum: ${name}`, publicUrl),
    servers: [{ url: '/', description: 'This process, without the gateway in front of it' }],
    tags: [getTag(name)],
    paths,
    components: { ...onlyUsed(parts, paths), securitySchemes },
  };
}

export const documentInfo = (title: string, publicUrl: string): Json => ({
  title,
  version: '1',
  summary: 'The API of a self-hosted learning platform',
  description: [
    'Ids are UUIDs, times are ISO 8601 in UTC, money is in the smallest unit of its currency, such as kopecks; what models cost is in millionths of a unit.',
    'Failures are problem documents (RFC 9457) with a stable `code`; titles and messages are in the language of `Accept-Language`.',
    'Answers may get more members at any time; requests may have no others than those described.',
  ].join('\n\n'),
  contact: { name: 'Whoever runs this installation', url: publicUrl },
  license: { name: 'All rights reserved', identifier: 'LicenseRef-All-rights-reserved' },
});

export const getTag = (name: ServiceName): Json => ({
  name,
  description: `Addresses under ${services[name].prefixes.map((prefix) => `\`${prefix}\``).join(' and ')}`,
});

/** Components that nothing refers to would be noise. */
function onlyUsed(parts: Readonly<Record<string, Json>>, paths: Json): Json {
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [reference = '', section = '', name = ''] of JSON.stringify(value).matchAll(/#\/components\/(\w+)\/([\w.-]+)/g)) {
      if (used.has(reference)) continue;
      used.add(reference);
      visit(parts[section]?.[name] ?? null);
    }
  };
  visit(paths);
  const sections = Object.entries(parts).map(([section, members]) => [
    section,
    Object.fromEntries(Object.entries(members).filter(([name]) => used.has(`#/components/${section}/${name}`))),
  ]);
  return Object.fromEntries(sections);
}
