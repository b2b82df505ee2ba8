import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import { z } from 'zod';
import type { Finding, Repository } from './repository.ts';

const rule = 'contracts-hold-together';
const contractsFolder = 'packages/contracts/src';

const problem = z.object({ code: z.string(), status: z.int(), title: z.object({ en: z.string(), ru: z.string() }) });
const permission = z.object({ name: z.string(), roles: z.array(z.string()) });
const endpoint = z.object({
  operationId: z.string(),
  method: z.string(),
  path: z.string(),
  open: z.boolean(),
  errors: z.array(problem),
});
const event = z.object({ name: z.string(), schema: z.instanceof(z.ZodType) });

/** Undefined for any other value of a contract. */
export function getEndpoint(value: unknown): Endpoint | undefined {
  return z.custom<Endpoint>(() => endpoint.safeParse(value).success).safeParse(value).data;
}

/** Something a contract exports. */
export interface ContractValue {
  readonly file: string;
  readonly name: string;
  readonly value: unknown;
}

export async function readContracts(root: string): Promise<ContractValue[]> {
  const folder = join(root, contractsFolder);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const values = files.toSorted().map(async (file) => {
    const exported: Record<string, unknown> = await import(pathToFileURL(join(folder, file)).href);
    return Object.entries(exported).map(([name, value]) => ({ file: `${contractsFolder}/${file}`, name, value }));
  });
  return (await Promise.all(values)).flat();
}

/**
 * Every endpoint lies under a prefix of its service and says by what name it is exported, every event is named after its service,
 * and no two values share an address, a code, a name or an id.
 */
export function contractsHoldTogether(contracts: readonly ContractValue[], registry: Repository['registry']): Finding[] {
  const missing = Object.keys(registry)
    .filter((service) => !contracts.some(({ file }) => getService(file) === service))
    .map((service) => ({ rule, file: `${contractsFolder}/${service}`, message: `declare what ${service} offers` }));
  const faults = contracts.flatMap(({ file, name, value }) => {
    const service = getService(file);
    const messages = [
      ...operationIdFaults(value, name),
      ...(service in registry ? endpointFaults(value, [`/internal/${service}`, ...(registry[service]?.prefixes ?? [])]) : []),
      ...(service in registry ? eventFaults(value, service) : []),
    ];
    return messages.map((message) => ({ rule, file, message }));
  });
  return [...missing, ...faults, ...openUnlisted(contracts), ...repeats(contracts)];
}

const getService = (file: string) => file.slice(contractsFolder.length + 1).split('/')[0] ?? '';

function endpointFaults(value: unknown, prefixes: readonly string[]): string[] {
  const found = endpoint.safeParse(value).data;
  if (!found) return [];
  const { method, path } = found;
  const isOwn = prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)) || path.startsWith('/.well-known/');
  return isOwn ? [] : [`${method} ${path} is under no prefix of this service, so the gateway never sends it here`];
}

function operationIdFaults(value: unknown, name: string): string[] {
  const operationId = endpoint.safeParse(value).data?.operationId;
  return operationId === undefined || operationId === name
    ? []
    : [`${name} calls itself ${operationId}: the operationId is the name of the constant`];
}

/** The gateway lets a request without a sound token through only to what it knows to be open. */
function openUnlisted(contracts: readonly ContractValue[]): Finding[] {
  const listed = contracts.find(({ name }) => name === 'openEndpoints')?.value;
  return contracts.flatMap(({ file, name, value }) => {
    const isUnlisted = endpoint.safeParse(value).data?.open && Array.isArray(listed) && !listed.includes(value);
    return isUnlisted ? [{ rule, file, message: `${name} is open, but missing in open-endpoints.ts` }] : [];
  });
}

function eventFaults(value: unknown, service: string): string[] {
  const name = event.safeParse(value).data?.name;
  if (name === undefined) return [];
  const isOwn = name.startsWith(`${service}.`) && /^[a-z0-9]+(-[a-z0-9]+)+\.v[1-9]\d*$/.test(name.slice(service.length + 1));
  return isOwn ? [] : [`the event ${name} is not named ${service}.<noun>-<past participle>.v<n>`];
}

function repeats(contracts: readonly ContractValue[]): Finding[] {
  const seen = new Map<string, { value: unknown; place: string }>();
  return contracts.flatMap(({ file, name, value }) =>
    identities(value).flatMap(({ identity, of }) => {
      const first = seen.get(identity);
      if (!first) seen.set(identity, { value: of, place: `${file} as ${name}` });
      const isRepeat = first !== undefined && first.value !== of;
      return isRepeat ? [{ rule, file, message: `${identity} is declared in ${first.place} already` }] : [];
    }),
  );
}

/** What a value must not share with another; permissions stand in an object of their noun. */
function identities(value: unknown): { identity: string; of: unknown }[] {
  const route = endpoint.safeParse(value).data;
  if (route) {
    const address = `${route.method} ${route.path.replace(/:\w+/g, ':')}`;
    return [address, `the operation ${route.operationId}`].map((identity) => ({ identity, of: value }));
  }
  const identity = toIdentity(value);
  if (identity !== undefined) return [{ identity, of: value }];
  const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain) return [];
  return Object.values(value).flatMap((of: unknown) => {
    const name = permission.safeParse(of).data?.name;
    return name === undefined ? [] : [{ identity: `the permission ${name}`, of }];
  });
}

function toIdentity(value: unknown): string | undefined {
  if (value instanceof z.ZodType) {
    const id = value.meta()?.id;
    return id === undefined ? undefined : `the schema ${id}`;
  }
  const fact = event.safeParse(value).data;
  if (fact) return `the event ${fact.name}`;
  const failure = problem.safeParse(value).data;
  return failure && `the problem ${failure.code}`;
}
