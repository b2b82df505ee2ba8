import { Worker } from 'node:worker_threads';

/** Functions that may run for seconds, by name. What they take and give passes between threads. */
export type Works = Readonly<Record<string, (input: never) => unknown>>;

/** What the thread is asked, and what it answers. */
export interface WorkOrder {
  readonly name: string;
  readonly input: unknown;
}
export type WorkResult = { readonly output: unknown } | { readonly failure: Error };

/** A function that runs in another thread. */
export type SlowWork<Input, Output> = (input: Input, signal: AbortSignal) => Promise<Output>;

export interface WorkThread<Table extends Works> {
  /** The function of this name, run in a thread of its own: the process goes on answering meanwhile. */
  work<Name extends keyof Table & string>(name: Name): SlowWork<Parameters<Table[Name]>[0], Awaited<ReturnType<Table[Name]>>>;
  stop(): Promise<void>;
}

/** The thread is warm after its first work; unused for so long it gives its memory back. */
const idleMs = 600_000;

/** One thread, one work after the other: starting a thread takes longer than most of them. `file` answers as `Table` says. */
export function createWorkThread<Table extends Works>(file: URL): WorkThread<Table> {
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ending = thread;
    thread = undefined;
    await ending?.terminate();
  }

  async function runNext(order: WorkOrder, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    clearTimeout(idle);
    thread ??= new Worker(file, {
      // Without the second, what is soon thrown away grows by 100 MB before it is, and nothing becomes faster.
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 },
    });
    try {
      const result = await ask(thread, order, signal);
      if ('failure' in result) throw result.failure;
      idle = setTimeout(() => void end(), idleMs).unref();
      return result.output;
    } catch (error) {
      // Interrupted, broken or out of memory: the next work gets a new thread.
      await end();
      throw error;
    }
  }

  return {
    work: (name) => (input, signal) => {
      const run = queue.then(() => runNext({ name, input }, signal));
      queue = run.catch(() => undefined);
      // The thread answers as its table says.
      return run as never;
    },
    stop: end,
  };
}

async function ask(thread: Worker, order: WorkOrder, signal: AbortSignal): Promise<WorkResult> {
  const { promise, resolve, reject } = Promise.withResolvers<WorkResult>();
  const listening = new AbortController();
  const abort = () => reject(signal.reason);
  const exit = (code: number) => reject(new Error(`the thread ended with ${code}`));
  signal.addEventListener('abort', abort, { signal: listening.signal });
  thread.once('message', resolve).once('error', reject).once('exit', exit);
  thread.postMessage(order);
  try {
    return await promise;
  } finally {
    listening.abort();
    thread.off('message', resolve).off('error', reject).off('exit', exit);
  }
}
