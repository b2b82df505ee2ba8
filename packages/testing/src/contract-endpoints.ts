import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Endpoint } from '@lyceum/contracts/define';

const folder = join(import.meta.dirname, '../../contracts/src');

/** Every endpoint of every contract, by its address. */
export async function contractEndpoints(): Promise<ReadonlyMap<string, Endpoint>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const modules = await Promise.all(files.map((file): Promise<Record<string, unknown>> => import(join(folder, file))));
  const endpoints = modules.flatMap((module) => Object.values(module).filter(isEndpoint));
  return new Map(endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint]));
}

const isEndpoint = (value: unknown): value is Endpoint => typeof value === 'object' && value !== null && 'consumes' in value;
