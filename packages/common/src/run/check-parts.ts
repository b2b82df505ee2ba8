import type { Parts, Service } from '../service.ts';

/** A job or a subscription without exactly one handler is found at the start, not in the night. */
export function checkParts(service: Pick<Service, 'name' | 'subscribes'>, { subscriptions = [], jobs = [] }: Parts): void {
  const names = [...subscriptions.map(({ name }) => name), ...jobs.map(({ job }) => job.name)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`${service.name}: two handlers are named ${twice}`);
  const handled = new Set(subscriptions.map(({ event }) => event.name));
  const unhandled = service.subscribes.find((event) => !handled.has(event.name));
  if (unhandled) throw new Error(`${service.name}: nothing handles ${unhandled.name}`);
  const undeclared = [...handled].find((name) => !service.subscribes.some((event) => event.name === name));
  if (undeclared) throw new Error(`${service.name}: ${undeclared} is handled but not among \`subscribes\``);
}
