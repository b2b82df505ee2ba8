import { fork } from 'node:child_process';
import type { Attachment } from '@lyceum/contracts/program-generation/attachment';
import { findIsolation, type Isolation } from './isolation.ts';
import { type Extraction, parseExtraction } from './parse-extraction.ts';

export interface ExtractionRequest {
  readonly type: Attachment['type'];
  readonly bytes: Uint8Array;
}

/** What the process that reads is sent. */
export interface ExtractionTask extends ExtractionRequest {
  readonly limits: typeof defaults;
}

/** Text of a file that nobody trusts. Rejects when it was interrupted, and for reasons that are not the file's. */
export type Extractor = (request: ExtractionRequest, signal: AbortSignal) => Promise<Extraction>;

const defaults = {
  timeMs: 30_000,
  /** Of the process that reads, all of it; without a file it takes about 100. */
  memoryMb: 600,
};

/** Of the heap: V8 aborts the process there, and how much it takes beyond is watched only. */
const heapMb = 450;

/**
 * Each file is read in a process of its own without environment, files and network. A thread would not do: V8 aborts the whole
 * process where a thread that reaches its limit cannot be interrupted, and unpacked files are not part of that limit.
 */
export function createExtractor(limits: Partial<typeof defaults> = {}): Extractor {
  const isolation = findIsolation();
  return async (request, signal) => extract(request, { ...defaults, ...limits }, await isolation, signal);
}

async function extract(
  request: ExtractionRequest,
  limits: typeof defaults,
  { execPath, execArgv }: Isolation,
  signal: AbortSignal,
): Promise<Extraction> {
  signal.throwIfAborted();
  const task: ExtractionTask = { ...request, limits };
  const { promise, resolve, reject } = Promise.withResolvers<Extraction>();
  const reader = fork(new URL('./extract.process.ts', import.meta.url), {
    env: {},
    execPath,
    execArgv: [...execArgv, `--max-old-space-size=${heapMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort);
  const { timeMs } = limits;
  const timeout = setTimeout(() => resolve({ failure: 'too-slow', reason: `${timeMs} ms are over` }), timeMs);
  reader
    .once('message', (message) => resolve(parseExtraction(message)))
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
