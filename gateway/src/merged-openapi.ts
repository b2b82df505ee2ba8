import type { ServiceUrls } from '@lyceum/common/config';
import { type ServiceName, serviceNames } from '@lyceum/contracts/services';
import { z } from 'zod';

const cacheMs = 10_000;
const timeoutMs = 2_000;

const section = z.record(z.string(), z.unknown()).default({});
const serviceDocument = z.object({
  paths: section,
  components: z.object({ schemas: section, securitySchemes: section }).prefault({}),
});
type ServiceDocument = z.output<typeof serviceDocument>;

/**
 * One OpenAPI 3.1 document for all services, as JSON, read from them at most every ten seconds; absent ones are listed in
 * `x-unavailable`.
 */
export function createMergedOpenApi(urls: ServiceUrls): () => Promise<string> {
  let merged: Promise<string> | undefined;
  return function read() {
    if (!merged) {
      merged = merge(urls).then((document) => JSON.stringify(document));
      setTimeout(() => {
        merged = undefined;
      }, cacheMs).unref();
    }
    return merged;
  };
}

async function merge(urls: ServiceUrls): Promise<object> {
  const found = await Promise.all(serviceNames.map(async (name) => ({ name, document: await fetchDocument(urls[name]) })));
  const paths: ServiceDocument['paths'] = {};
  const schemas: Record<string, unknown> = {};
  const securitySchemes: Record<string, unknown> = {};
  for (const { name, document } of found) {
    if (!document) continue;
    const { paths: ownPaths, components } = withDistinctSchemas(name, document, schemas);
    Object.assign(paths, ownPaths);
    Object.assign(schemas, components.schemas);
    Object.assign(securitySchemes, components.securitySchemes);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Lyceum', version: '1' },
    servers: [
      { url: '/', description: 'The space of the access token, else main' },
      { url: '/s/{space}', description: 'A space by its name', variables: { space: { default: 'main' } } },
    ],
    tags: found.filter(({ document }) => document).map(({ name }) => ({ name })),
    paths,
    components: { schemas, securitySchemes },
    'x-unavailable': found.filter(({ document }) => !document).map(({ name }) => name),
  };
}

async function fetchDocument(url: string): Promise<ServiceDocument | undefined> {
  try {
    const response = await fetch(`${url}/openapi.json`, { signal: AbortSignal.timeout(timeoutMs) });
    return serviceDocument.parse(await response.json());
  } catch {
    return undefined; // the merged document says that it is missing
  }
}

/** Two services may give one name to different schemas: in the later one it gets the name of its service in front. */
function withDistinctSchemas(
  service: ServiceName,
  document: ServiceDocument,
  known: Readonly<Record<string, unknown>>,
): ServiceDocument {
  const clashing = new Map<string, string>();
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    const differs = Object.hasOwn(known, name) && JSON.stringify(known[name]) !== JSON.stringify(schema);
    if (differs) clashing.set(name, `${service}.${name}`);
  }
  if (clashing.size === 0) return document;
  let text = JSON.stringify(document);
  for (const [name, distinct] of clashing)
    text = text.replaceAll(`"#/components/schemas/${name}"`, `"#/components/schemas/${distinct}"`);
  const { paths, components } = serviceDocument.parse(JSON.parse(text));
  const renamed = Object.entries(components.schemas).map(([name, schema]) => [clashing.get(name) ?? name, schema]);
  return { paths, components: { ...components, schemas: Object.fromEntries(renamed) } };
}
