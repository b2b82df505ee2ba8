import type { Parts } from '../parts.ts';
import type { ConfigSchema, Kit, Service } from '../service.ts';
import { checkParts } from './check-parts.ts';

/** What a service says it is made of, and what the kit does for it. `cleanups` gets what stops it. */
export async function mountParts<Schema extends ConfigSchema>(
  service: Service<Schema>,
  kit: Kit<Schema>,
  cleanups: (() => void | Promise<void>)[],
): Promise<Parts> {
  const mounted = await service.mount(kit);
  cleanups.push(() => mounted.stop());
  const parts = { ...mounted, jobs: [...mounted.jobs, ...service.kitJobs] };
  checkParts(service, parts);
  return parts;
}
