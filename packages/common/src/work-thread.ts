import { parentPort, Worker } from 'node:worker_threads';
import { serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import type { Context } from './context.ts';
import { DomainError } from './errors.ts';
import { createFairQueue, type Turn } from './fair-queue.ts';

/** Functions that may run for seconds, by name. What they take and give passes between threads. */
export type Works = Readonly<Record<string, (input: never) => unknown>>;

/** What the thread is asked, and what it answers. */
interface WorkTask {
  readonly name: string;
  readonly input: unknown;
}
type WorkResult = { readonly output: unknown } | { readonly failure: Error };

/** A work took longer than it may, and will do so again: `service.unavailable`, unless whoever wanted it has more to say. */
export class OverdueWork extends DomainError {
  override name = 'OverdueWork';

  constructor() {
    super(serviceUnavailable, { retryAfter: 30 });
  }
}

/**
 * A function that runs in another thread, in the turn of whoever wants it. `timeoutMs` holds for the wait, which then fails with
 * `service.unavailable`, and again for the work, which then fails with `OverdueWork`.
 */
export type SlowWork<Input, Output> = (input: Input, turn: Turn) => Promise<Output>;

/** The turn of a request, which is answered before the gateway gives up. */
export function toRequestTurn({ space, person }: Pick<Context, 'space' | 'person'>): Turn {
  return { space, person, timeoutMs: 12_000 };
}

export interface WorkThread<Table extends Works> {
  /** The function of this name, run in a thread of its own: the process goes on answering meanwhile. */
  work<Name extends keyof Table & string>(name: Name): SlowWork<Parameters<Table[Name]>[0], Awaited<ReturnType<Table[Name]>>>;
  stop(): Promise<void>;
}

/** Of one person, the jobs that wait for a file among them. */
const waitingPerPerson = 20;

/** The thread is warm after its first work; unused for so long it gives its memory back. */
const idleMs = 60_000;

/** One thread, one work at a time: starting a thread takes longer than most of them. `file` answers as `Table` says. */
export function createWorkThread<Table extends Works>(file: URL): WorkThread<Table> {
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  const queue = createFairQueue({ places: 1, waitingPerPerson });

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ending = thread;
    thread = undefined;
    await ending?.terminate();
  }

  async function run(task: WorkTask, turn: Turn): Promise<unknown> {
    turn.signal?.throwIfAborted();
    clearTimeout(idle);
    thread ??= new Worker(file, {
      // Without the second, what is soon thrown away grows by 100 MB before it is, and nothing becomes faster.
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 },
    });
    try {
      const result = await ask(thread, task, turn);
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
    work: (name) => async (input, turn) => {
      const release = await queue.acquire(turn);
      try {
        // The thread answers as its table says.
        return (await run({ name, input }, turn)) as never;
      } finally {
        release();
      }
    },
    stop: end,
  };
}

async function ask(thread: Worker, task: WorkTask, { signal, timeoutMs }: Turn): Promise<WorkResult> {
  const { promise, resolve, reject } = Promise.withResolvers<WorkResult>();
  const listening = new AbortController();
  const abort = () => reject(signal?.reason);
  const late = () => reject(new OverdueWork());
  const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
  const exit = (code: number) => reject(new Error(`the thread ended with ${code}`));
  signal?.addEventListener('abort', abort, { signal: listening.signal });
  thread.once('message', resolve).once('error', reject).once('exit', exit);
  thread.postMessage(task);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    listening.abort();
    thread.off('message', resolve).off('error', reject).off('exit', exit);
  }
}

/** The whole of the file that runs in the thread: `answerWorks(createWorks())`. */
export function answerWorks(table: Works): void {
  const works = new Map<string, (input: never) => unknown>(Object.entries(table));
  parentPort?.on('message', (task: WorkTask) => {
    void answer(works, task).then((result) => parentPort?.postMessage(result));
  });
}

async function answer(works: ReadonlyMap<string, (input: never) => unknown>, { name, input }: WorkTask): Promise<WorkResult> {
  try {
    // What orders a work has its type from the same table.
    return { output: await works.get(name)?.(input as never) };
  } catch (error) {
    return { failure: error instanceof Error ? error : new Error(String(error)) };
  }
}
