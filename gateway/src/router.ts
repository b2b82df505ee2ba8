import { type ServiceName, serviceNames, services } from '@lyceum/contracts/services';
import { spaceId } from '@lyceum/contracts/shared/fields';

/** Where a request goes. */
export interface Target {
  readonly service: ServiceName;
  /** Registered prefix that matched, such as `/auth`. */
  readonly prefix: string;
  /** Path and query as the service sees them. */
  readonly path: string;
  /** Space named by `/s/<space>/`. */
  readonly space: string | undefined;
}

const jwksPath = '/.well-known/jwks.json';
const version = '/api/v1';
/** `.` and `..`, also percent-encoded and between encoded slashes: a path must mean the same to proxies, router and service. */
const dotSegment = /(?:\/|%2f|\\|%5c)(?:\.|%2e){1,2}(?:\/|%2f|\\|%5c|$)/i;
const prefixOwners = new Map<string, ServiceName>(
  serviceNames.flatMap((name) => services[name].prefixes.map((prefix) => [prefix, name] as const)),
);
const longestPrefix = Math.max(...[...prefixOwners.keys()].map((prefix) => prefix.split('/').length - 1));

/** Stands for all content, as a prefix of the registry does for its endpoints. */
export const contentPrefix = '/content';

/** Finds the service of a request target (RFC 9112 origin form) by the registry; undefined when nobody answers there. */
export function findTarget(url: string): Target | undefined {
  const spaced = url.startsWith('/s/') ? splitSpace(url, '/api/') : { space: undefined, url };
  if (!spaced) return undefined;
  const { space } = spaced;
  const queryStart = spaced.url.indexOf('?');
  const pathname = queryStart === -1 ? spaced.url : spaced.url.slice(0, queryStart);
  const query = queryStart === -1 ? '' : spaced.url.slice(queryStart);
  if (!space && pathname === jwksPath) return { service: 'tokens', prefix: jwksPath, path: spaced.url, space };
  if (!pathname.startsWith('/api/') || dotSegment.test(pathname)) return undefined;
  const resource = pathname.startsWith(`${version}/`) ? pathname.slice(version.length) : pathname.slice('/api'.length);
  const prefix = longestMatch(resource);
  const service = prefix && prefixOwners.get(prefix);
  return service ? { service, prefix, path: version + resource + query, space } : undefined;
}

/** The same at the content address: `/content/<service>/...` or `/s/<space>/content/<service>/...`, and nothing else. */
export function findContentTarget(url: string): Target | undefined {
  const spaced = url.startsWith('/s/') ? splitSpace(url, '/content/') : { space: undefined, url };
  const [, name] = /^\/content\/([a-z-]+)\//.exec(spaced?.url ?? '') ?? [];
  const service = serviceNames.find((known) => known === name);
  if (!spaced || !service || dotSegment.test(spaced.url.split('?', 1)[0] ?? '')) return undefined;
  return { service, prefix: contentPrefix, path: spaced.url, space: spaced.space };
}

function splitSpace(url: string, below: '/api/' | '/content/'): { space: string; url: string } | undefined {
  const end = url.indexOf('/', '/s/'.length);
  const space = url.slice('/s/'.length, end);
  const rest = url.slice(end);
  return end !== -1 && rest.startsWith(below) && spaceId.safeParse(space).success ? { space, url: rest } : undefined;
}

/** The longest registered prefix of whole segments. */
function longestMatch(resource: string): string | undefined {
  let match: string | undefined;
  let end = 0;
  for (let segments = 0; segments < longestPrefix && end !== -1; segments += 1) {
    end = resource.indexOf('/', end + 1);
    const candidate = end === -1 ? resource : resource.slice(0, end);
    if (prefixOwners.has(candidate)) match = candidate;
  }
  return match;
}
