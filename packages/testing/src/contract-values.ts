import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import type { Problem } from '@lyceum/contracts/define/problem';

const folder = join(import.meta.dirname, '../../contracts/src');

/** Something a contract exports. */
export interface ContractValue {
  /** Folder of the contract: the service, or `shared`. */
  readonly folder: string;
  readonly name: string;
  readonly value: unknown;
}

/** Everything the contracts of all services export, read from their folders. */
export async function contractValues(): Promise<readonly ContractValue[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const values = files.toSorted().map(async (file) => {
    const exported: Record<string, unknown> = await import(join(folder, file));
    return Object.entries(exported).map(([name, value]) => ({ folder: file.split('/')[0] ?? '', name, value }));
  });
  return (await Promise.all(values)).flat();
}

/** Every endpoint of every contract, by its address. */
export async function contractEndpoints(): Promise<ReadonlyMap<string, Endpoint>> {
  const endpoints = (await contractValues()).map(({ value }) => value).filter(isEndpoint);
  return new Map(endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint]));
}

/** Every failure of every contract. */
export async function contractProblems(): Promise<readonly Problem[]> {
  return (await contractValues()).map(({ value }) => value).filter(isProblem);
}

const hasKey = (value: unknown, key: string) => typeof value === 'object' && value !== null && key in value;
export const isEndpoint = (value: unknown): value is Endpoint => hasKey(value, 'consumes');
const isProblem = (value: unknown): value is Problem => hasKey(value, 'code') && hasKey(value, 'title');
