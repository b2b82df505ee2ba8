import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Finding, Repository } from './repository.ts';

const endpoint = z.object({ method: z.string(), path: z.string(), errors: z.array(z.string()) });
const event = z.object({ name: z.string(), schema: z.instanceof(z.ZodType) });

/** What the contracts declare, by service; a service without a file has none. */
export interface Contracts {
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly problems: Readonly<Record<string, unknown>>;
}

export async function readContracts({ root, registry }: Pick<Repository, 'root' | 'registry'>): Promise<Contracts> {
  const folder = join(root, 'packages/contracts/src');
  const load = (name: string) => import(pathToFileURL(join(folder, `${name}.ts`)).href);
  const names = Object.keys(registry).filter((name) => existsSync(join(folder, `${name}.ts`)));
  const services = await Promise.all(names.map(async (name) => [name, await load(name)] as const));
  const { problems } = await load('problems');
  return { services: Object.fromEntries(services), problems };
}

/** Every endpoint lies under a prefix of its service and declares failures there are; every event is named after its service. */
export function contractsHoldTogether(contracts: Contracts, registry: Repository['registry']): Finding[] {
  const seen = new Map<string, string>();
  return Object.keys(registry).flatMap((name) => {
    const file = `packages/contracts/src/${name}.ts`;
    const exported = contracts.services[name];
    if (!exported) return [{ rule: 'contracts-hold-together', file, message: `declare what ${name} offers` }];
    const faults = Object.entries(exported).flatMap(([key, value]) => [
      ...endpointFaults(value, contracts.problems, registry[name]?.prefixes ?? []),
      ...eventFaults(value, name),
      ...repeats(seen, value, `${name}.${key}`),
    ]);
    return faults.map((message) => ({ rule: 'contracts-hold-together', file, message }));
  });
}

function endpointFaults(value: unknown, problems: Contracts['problems'], prefixes: readonly string[]): string[] {
  const found = endpoint.safeParse(value).data;
  if (!found) return [];
  const { method, path, errors } = found;
  const isOwn = prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)) || path.startsWith('/.well-known/');
  return [
    ...(isOwn ? [] : [`${method} ${path} is under no prefix of this service, so the gateway never sends it here`]),
    ...errors.filter((code) => !(code in problems)).map((code) => `${method} ${path} declares ${code}, which no problem defines`),
  ];
}

function eventFaults(value: unknown, service: string): string[] {
  const name = event.safeParse(value).data?.name;
  if (name === undefined) return [];
  const isOwn = name.startsWith(`${service}.`) && /^[a-z0-9]+(-[a-z0-9]+)+\.v[1-9]\d*$/.test(name.slice(service.length + 1));
  return isOwn ? [] : [`the event ${name} is not named ${service}.<noun>-<past participle>.v<n>`];
}

function repeats(seen: Map<string, string>, value: unknown, place: string): string[] {
  const route = endpoint.safeParse(value).data;
  const identity = route ? `${route.method} ${route.path.replace(/:\w+/g, ':')}` : event.safeParse(value).data?.name;
  if (identity === undefined) return [];
  const first = seen.get(identity);
  seen.set(identity, place);
  return first ? [`${identity} is declared by ${first} already`] : [];
}
