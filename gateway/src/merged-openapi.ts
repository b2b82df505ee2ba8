import type { ServiceUrls } from '@lyceum/common/config';
import { documentInfo, getTag } from '@lyceum/common/run/openapi';
import { type ServiceName, serviceNames } from '@lyceum/contracts/services';
import { z } from 'zod';

const cacheMs = 10_000;
const timeoutMs = 5_000;

const section = z.record(z.string(), z.unknown());
const serviceDocument = z.object({ paths: section.default({}), components: z.record(z.string(), section).default({}) });
type ServiceDocument = z.output<typeof serviceDocument>;

/** A service, with what it says of itself; without, when it does not answer. */
export interface Found {
  readonly name: ServiceName;
  readonly document: unknown;
}

/**
 * One OpenAPI 3.1 document for all services, as JSON, read from them at most every ten seconds; absent ones are listed in
 * `x-unavailable`.
 */
export function createMergedOpenApi(urls: ServiceUrls, publicUrl: string): () => Promise<string> {
  let merged: Promise<string> | undefined;
  return function read() {
    if (!merged) {
      merged = findDocuments(urls).then((found) => JSON.stringify(mergeDocuments(found, publicUrl)));
      setTimeout(() => {
        merged = undefined;
      }, cacheMs).unref();
    }
    return merged;
  };
}

export function mergeDocuments(found: readonly Found[], publicUrl: string): object {
  const paths: ServiceDocument['paths'] = {};
  const components: ServiceDocument['components'] = {};
  const present: ServiceName[] = [];
  for (const { name, document } of found) {
    const own = serviceDocument.safeParse(document).data;
    if (!own) continue;
    present.push(name);
    const distinct = withDistinctComponents(name, own, components);
    Object.assign(paths, distinct.paths);
    for (const [kind, members] of Object.entries(distinct.components)) components[kind] = { ...components[kind], ...members };
  }
  return {
    openapi: '3.1.0',
    info: documentInfo('Lyceum', publicUrl),
    servers: [
      { url: '/', description: 'The space of the access token, else main' },
      {
        url: '/s/{space}',
        description: 'A space by its name',
        variables: { space: { default: 'main', description: 'Name of the space' } },
      },
    ],
    tags: present.map(getTag),
    paths,
    components,
    'x-unavailable': found.map(({ name }) => name).filter((name) => !present.includes(name)),
  };
}

function findDocuments(urls: ServiceUrls): Promise<Found[]> {
  return Promise.all(serviceNames.map(async (name) => ({ name, document: await fetchDocument(urls[name]) })));
}

async function fetchDocument(url: string): Promise<unknown> {
  try {
    const response = await fetch(`${url}/openapi.json`, { signal: AbortSignal.timeout(timeoutMs) });
    return await response.json();
  } catch {
    return undefined; // the merged document says that it is missing
  }
}

/** Two services may give one name to different things: in the later one it gets the name of its service in front. */
function withDistinctComponents(
  service: ServiceName,
  document: ServiceDocument,
  known: ServiceDocument['components'],
): ServiceDocument {
  const clashing = new Map<string, string>();
  for (const [kind, members] of Object.entries(document.components)) {
    for (const [name, member] of Object.entries(members)) {
      const earlier = known[kind]?.[name];
      if (earlier !== undefined && JSON.stringify(earlier) !== JSON.stringify(member))
        clashing.set(`#/components/${kind}/${name}`, `${service}.${name}`);
    }
  }
  if (clashing.size === 0) return document;
  let text = JSON.stringify(document);
  for (const [reference, distinct] of clashing)
    text = text.replaceAll(`"${reference}"`, `"${reference.slice(0, reference.lastIndexOf('/'))}/${distinct}"`);
  const { paths, components } = serviceDocument.parse(JSON.parse(text));
  const renamed = Object.entries(components).map(([kind, members]) => [
    kind,
    Object.fromEntries(
      Object.entries(members).map(([name, member]) => [clashing.get(`#/components/${kind}/${name}`) ?? name, member]),
    ),
  ]);
  return { paths, components: Object.fromEntries(renamed) };
}
