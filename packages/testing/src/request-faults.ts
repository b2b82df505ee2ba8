import { inspect } from 'node:util';

/** The tests of a file and their environment live in different realms, and share its global object. */
const key = Symbol.for('lyceum.request-faults');

/** Remembers what a service answered 500 to. The whole error: tests have no secrets, unlike the log of a service. */
export function noteFault(error: unknown, { method, path }: { method: string; path: string }): void {
  const fault = `${method} ${path} answered 500, because of\n${inspect(error, { depth: 5 })}`;
  Reflect.set(globalThis, key, [...takeFaults(globalThis), fault]);
}

/** Tells and forgets them. */
export function takeFaults(world: object): string[] {
  const faults: string[] | undefined = Reflect.get(world, key); // nobody else has this key
  Reflect.deleteProperty(world, key);
  return faults ?? [];
}
