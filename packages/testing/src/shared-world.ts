import type { TestEnvironment } from 'jest-environment-node';

type Environment = Pick<
  InstanceType<typeof TestEnvironment>,
  'context' | 'global' | 'moduleMocker' | 'fakeTimers' | 'fakeTimersModern'
>;

/** Where expect keeps its matchers, in a property that nobody can delete. */
const matchersKey = Symbol.for('$$jest-matchers-object');

interface Matchers {
  readonly matchers: object;
  readonly customEqualityTesters: unknown[];
}

/** Of the first test file of this worker; all others run in it, too. */
let world: Environment | undefined;
const kept = new Map<PropertyKey, PropertyDescriptor | undefined>();
let loads = 0;

/**
 * Lets a test file run with the global object of those before it, since the packages that they loaded belong to that. It finds
 * what the first one found and what packages have put there since, and a process with an environment of its own.
 */
export function shareWorld(environment: Environment): void {
  const { process } = environment.global;
  if (world) {
    world.fakeTimersModern?.dispose();
    restore(world.global);
  } else {
    const { context, global, moduleMocker, fakeTimers, fakeTimersModern } = environment;
    world = { context, global, moduleMocker, fakeTimers, fakeTimersModern };
    for (const key of Reflect.ownKeys(global)) kept.set(key, Reflect.getOwnPropertyDescriptor(global, key));
  }
  Object.assign(environment, world);
  world.global.process = process;
}

/** Keeps what a package puts on the global object while it is loaded. */
export function keepGlobals<T>(load: () => T): T {
  if (!world || loads > 0) return load();
  const { global } = world;
  const before = new Set(Reflect.ownKeys(global));
  loads += 1;
  try {
    return load();
  } finally {
    loads -= 1;
    for (const key of Reflect.ownKeys(global)) {
      if (!before.has(key)) kept.set(key, Reflect.getOwnPropertyDescriptor(global, key));
    }
  }
}

function restore(global: Environment['global']): void {
  for (const key of Reflect.ownKeys(global)) if (!kept.has(key)) Reflect.deleteProperty(global, key);
  for (const [key, descriptor] of kept) {
    const current = Reflect.getOwnPropertyDescriptor(global, key);
    if (descriptor && (current?.value !== descriptor.value || current?.get !== descriptor.get)) {
      Reflect.defineProperty(global, key, descriptor);
    }
  }
  const matchers = Reflect.get(global, matchersKey) as Matchers | undefined; // expect puts it there
  if (!matchers) return;
  for (const name of Object.keys(matchers.matchers)) Reflect.deleteProperty(matchers.matchers, name);
  matchers.customEqualityTesters.length = 0;
}
