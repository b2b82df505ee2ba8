import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as delay } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { TestEnvironment } from 'jest-environment-node';
import { takeFaults } from './request-faults.ts';
import { shareWorld } from './shared-world.ts';

/** Sockets, threads and processes end a moment after they are told to. Only a file that leaves something waits so long. */
const patienceMs = 5_000;
const lookMs = 10;
/** With `--runInBand` tests run where Jest and the shared servers do, whose connections and timers are not theirs. */
const sharesProcess = process.send === undefined;

// A process that comes to its end by itself frees its heap piece by piece, for longer than the half second that Jest gives a worker.
// Whatever still runs keeps it from coming there.
if (!sharesProcess) process.once('beforeExit', () => process.exit());

interface FinishedTest {
  readonly errors: unknown[];
}

interface TestEvent {
  readonly name: string;
  readonly test?: FinishedTest;
}

/** Fails a test file that leaves something running: a server, a connection, a timer, a process or a thread. */
// biome-ignore lint/style/noDefaultExport: Jest makes one of the default export for each test file
export default class CleanEnvironment extends TestEnvironment {
  readonly #before = countResources();
  readonly #threads = new Set<Worker>();

  constructor(...parameters: ConstructorParameters<typeof TestEnvironment>) {
    super(...parameters);
    shareWorld(this);
  }

  override async setup(): Promise<void> {
    await super.setup();
    subscribe('worker_threads', this.#watchThread);
  }

  /** Jest would take the world apart, which the next file needs. */
  override async teardown(): Promise<void> {
    unsubscribe('worker_threads', this.#watchThread);
  }

  /** The last event comes after every hook of the file; Jest shows these errors beside the results of the tests. */
  async handleTestEvent({ name, test }: TestEvent, { unhandledErrors }: { unhandledErrors: unknown[] }): Promise<void> {
    if (name === 'test_done' && test) this.#explain(test);
    if (name !== 'run_finish' || sharesProcess) return;
    const end = performance.now() + patienceMs;
    let left = this.#left();
    while (left.length > 0 && performance.now() < end) {
      await delay(lookMs);
      left = this.#left();
    }
    if (left.length === 0) return;
    const message = `The tests have ended, but this still runs: ${left.join(', ')}`;
    unhandledErrors.push(Object.assign(new Error(message), { stack: message }));
  }

  /** A test that fails shows what the requests it made were answered 500 to; one that passes meant it. */
  #explain({ errors }: FinishedTest): void {
    const faults = takeFaults(this.global);
    if (errors.length > 0) errors.push(...faults.map((fault) => Object.assign(new Error(fault), { stack: fault })));
  }

  readonly #watchThread = (message: unknown) => {
    const { worker } = message as { worker: Worker }; // says Node's documentation of this channel
    this.#threads.add(worker);
    worker.once('exit', () => this.#threads.delete(worker));
  };

  #left(): string[] {
    const counts = new Map([...countResources()].map(([name, count]) => [name, count - (this.#before.get(name) ?? 0)]));
    counts.set('Worker', this.#threads.size);
    return [...counts].filter(([, count]) => count > 0).map(([name, count]) => `${count} ${name}`);
  }
}

/** What keeps this process alive, by Node's names for it; threads are not among it. */
function countResources(): Map<string, number> {
  // Node opens them at first use, which may be Jest's, and never closes them.
  void [process.stdin, process.stdout, process.stderr];
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
