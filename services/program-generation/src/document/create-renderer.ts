import { Worker } from 'node:worker_threads';
import type { RenderOrder } from './render.ts';

/** What the thread answers to a programme. */
export type Rendering = { readonly file: Uint8Array } | { readonly failure: Error };

export interface Renderer {
  /** `render` in a thread of its own: a long programme takes seconds, in which the process goes on answering. */
  render(order: RenderOrder, signal: AbortSignal): Promise<Uint8Array>;
  stop(): Promise<void>;
}

/** The thread is warm after its first document; unused for so long it gives its memory back. */
const idleMs = 600_000;

/** One thread, one document after the other: starting a thread takes longer than most documents. */
export function createRenderer(): Renderer {
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ending = thread;
    thread = undefined;
    await ending?.terminate();
  }

  async function renderNext(order: RenderOrder, signal: AbortSignal): Promise<Uint8Array> {
    signal.throwIfAborted();
    clearTimeout(idle);
    thread ??= new Worker(new URL('./render.worker.ts', import.meta.url), {
      // Without the second, what is soon thrown away grows by 100 MB before it is, and nothing becomes faster.
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 },
    });
    try {
      const rendering = await ask(thread, order, signal);
      if ('failure' in rendering) throw rendering.failure;
      idle = setTimeout(() => void end(), idleMs).unref();
      return rendering.file;
    } catch (error) {
      // Interrupted, broken or out of memory: the next document gets a new thread.
      await end();
      throw error;
    }
  }

  return {
    render(order, signal) {
      const rendered = queue.then(() => renderNext(order, signal));
      queue = rendered.catch(() => undefined);
      return rendered;
    },
    stop: end,
  };
}

async function ask(thread: Worker, order: RenderOrder, signal: AbortSignal): Promise<Rendering> {
  const { promise, resolve, reject } = Promise.withResolvers<Rendering>();
  const listening = new AbortController();
  const abort = () => reject(signal.reason);
  const exit = (code: number) => reject(new Error(`the rendering thread ended with ${code}`));
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
