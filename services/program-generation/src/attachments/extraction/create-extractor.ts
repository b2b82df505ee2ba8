import { Worker } from 'node:worker_threads';
import type { Attachment } from '@lyceum/contracts/program-generation';
import type { Unreadable } from './unreadable.ts';

export interface ExtractionOrder {
  readonly type: Attachment['type'];
  readonly bytes: Uint8Array;
}

/** `reason` is for the log. */
export type Extraction = { readonly text: string } | { readonly failure: Unreadable['code']; readonly reason: string };

/** Text of a file that nobody trusts. Rejects when it was interrupted, and when it says nothing about the file. */
export type Extractor = (order: ExtractionOrder, signal: AbortSignal) => Promise<Extraction>;

const defaults = {
  timeMs: 30_000,
  heapMb: 384,
  /** Of memory outside of the heap, where libraries keep what they unpack. */
  buffersMb: 512,
};

const memoryCheckMs = 100;

/**
 * One file after the other, each in a thread of its own without the environment: what it does to the thread ends with the
 * thread.
 */
export function createExtractor(limits: Partial<typeof defaults> = {}): Extractor {
  let queue: Promise<unknown> = Promise.resolve();
  return (order, signal) => {
    const extracted = queue.then(() => extract(order, signal, { ...defaults, ...limits }));
    queue = extracted.catch(() => undefined);
    return extracted;
  };
}

async function extract(order: ExtractionOrder, signal: AbortSignal, limits: typeof defaults): Promise<Extraction> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Extraction>();
  const thread = new Worker(new URL('./extract.worker.ts', import.meta.url), {
    workerData: order,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb },
  });
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  const timeout = setTimeout(() => resolve({ failure: 'too-slow', reason: `${limits.timeMs} ms are over` }), limits.timeMs);
  const watch = setInterval(() => {
    thread.getHeapStatistics().then(
      ({ external_memory: bytes }) => {
        if (bytes > limits.buffersMb * 1e6) resolve({ failure: 'too-large', reason: `it needs ${bytes} bytes of buffers` });
      },
      // It has ended, of which the thread tells itself.
      () => undefined,
    );
  }, memoryCheckMs);
  thread
    .once('message', resolve)
    .once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ failure: 'too-large', reason: error.message });
      else reject(error);
    })
    .once('exit', (code) => reject(new Error(`the reading thread ended with ${code}`)));
  try {
    return await promise;
  } finally {
    clearInterval(watch);
    clearTimeout(timeout);
    signal.removeEventListener('abort', abort);
    await thread.terminate();
  }
}
