import { fork } from 'node:child_process';
import type { MadePicture, PictureOrder } from './make-picture.ts';

/** Pictures of the allowed size take some seconds. */
const maxMs = 60_000;

/**
 * The same as `makePicture`, in a process of its own, which has no secrets and is killed when it takes too long: the readers of formats are
 * native code, and what a picture does to them ends there. Rejects when the process ends without an answer, or `signal` aborts.
 */
export async function makePictureApart(
  order: PictureOrder,
  { signal, timeoutMs = maxMs }: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<MadePicture> {
  const child = fork(new URL('./picture.process.ts', import.meta.url), {
    ...{
      env: {},
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    },
    ...{ timeout: timeoutMs, killSignal: 'SIGKILL' },
    ...(signal && { signal }),
  });
  const { promise, resolve, reject } = Promise.withResolvers<MadePicture>();
  // It answers as its file says.
  child.once('message', (made) => resolve(made as MadePicture));
  child.once('error', reject);
  child.once('exit', (code, how) => reject(new Error(`the process of a picture ended with ${how ?? code}`)));
  child.send(order, (error) => error && reject(error));
  try {
    return await promise;
  } finally {
    child.kill('SIGKILL');
  }
}
