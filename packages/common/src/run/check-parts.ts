import type { Parts } from '../parts.ts';
import type { Service } from '../service.ts';

/** Two handlers of one name are found at the start, not in the night: one of them would never run. */
export function checkParts({ name, subscriptions }: Pick<Service, 'name' | 'subscriptions'>, { jobs = [] }: Parts): void {
  const names = [...subscriptions.map((subscription) => subscription.name), ...jobs.map(({ job }) => job.name)];
  const twice = names.find((handler, index) => names.indexOf(handler) !== index);
  if (twice) throw new Error(`${name}: two handlers are named ${twice}`);
}
