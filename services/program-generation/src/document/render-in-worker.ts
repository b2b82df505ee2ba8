import { Worker } from 'node:worker_threads';
import type { PrintedProgram } from './program-tree.ts';

/** `renderDocx` in a thread of its own: laying out a long programme takes seconds, in which the process goes on answering. */
export async function renderInWorker(program: PrintedProgram, signal: AbortSignal): Promise<Uint8Array> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./render-docx.worker.ts', import.meta.url), {
    workerData: program,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  const ended = Promise.withResolvers<Uint8Array>();
  const abort = () => ended.reject(signal.reason);
  worker.once('message', ended.resolve);
  worker.once('error', ended.reject);
  worker.once('exit', (code) => ended.reject(new Error(`the rendering thread ended with ${code}`)));
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await ended.promise;
  } finally {
    signal.removeEventListener('abort', abort);
    await worker.terminate();
  }
}
