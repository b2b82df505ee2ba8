import { fork } from 'node:child_process';
import type { Attachment } from '@lyceum/contracts/program-generation';
import type { ReadWarning } from './read-warning.ts';
import type { Unreadable } from './unreadable.ts';

export interface ExtractionOrder {
  readonly type: Attachment['type'];
  readonly bytes: Uint8Array;
}

/** What the process that reads is sent. */
export interface ExtractionTask extends ExtractionOrder {
  readonly limits: typeof defaults;
}

export interface ExtractedText {
  readonly text: string;
  /** Whether there was more of it than is kept. */
  readonly cut: boolean;
  /** What it lacks. */
  readonly warnings: readonly ReadWarning[];
}

/** `reason` is for the log. */
export type Extraction = ExtractedText | { readonly failure: Unreadable['code']; readonly reason: string };

/** Text of a file that nobody trusts. Rejects when it was interrupted, and for reasons that are not the file's. */
export type Extractor = (order: ExtractionOrder, signal: AbortSignal) => Promise<Extraction>;

const defaults = {
  timeMs: 30_000,
  /** Of the process that reads, all of it; without a file it takes about 100. */
  memoryMb: 600,
};

/** Of the heap: V8 aborts the process there, and how much it takes beyond is watched only. */
const heapMb = 450;

/**
 * Each file is read in a process of its own without the environment. A thread would not do: V8 aborts the whole
 * process where a thread that reaches its limit cannot be interrupted, and unpacked files are not part of that limit.
 */
export function createExtractor(limits: Partial<typeof defaults> = {}): Extractor {
  return (order, signal) => extract(order, { ...defaults, ...limits }, signal);
}

async function extract(order: ExtractionOrder, limits: typeof defaults, signal: AbortSignal): Promise<Extraction> {
  signal.throwIfAborted();
  const task: ExtractionTask = { ...order, limits };
  const { promise, resolve, reject } = Promise.withResolvers<Extraction>();
  const reader = fork(new URL('./extract.process.ts', import.meta.url), {
    env: {},
    // It writes no files and starts no processes.
    execArgv: [`--max-old-space-size=${heapMb}`, '--permission', '--allow-fs-read=*', '--allow-worker'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  const { timeMs } = limits;
  const timeout = setTimeout(() => resolve({ failure: 'too-slow', reason: `${timeMs} ms are over` }), timeMs);
  reader
    .once('message', resolve)
    .once('error', reject)
    .once('exit', (code, killedBy) => {
      // By the watch or by V8; other signals are meant for the service, and reach its children on a terminal.
      if (killedBy === 'SIGKILL' || killedBy === 'SIGABRT') {
        resolve({ failure: 'too-large', reason: `it needs too much memory: ${killedBy}` });
      } else reject(new Error(`the process that reads ended with ${killedBy ?? code}`));
    })
    .send(task, (error) => error && reject(error));
  try {
    return await promise;
  } finally {
    clearTimeout(timeout);
    signal.removeEventListener('abort', abort);
    reader.kill('SIGKILL');
  }
}
