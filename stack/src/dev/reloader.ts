import { fork, type Serializable } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Progress } from '@lyceum/dev-servers/progress';

interface ReloaderOptions {
  /** Its process takes `settings` as its first message, and answers with one when it is ready. */
  script: string;
  settings: Serializable;
  progress: Progress;
}

/** A process that is replaced when its sources change. */
export interface Reloader {
  /** Resolves once the newest process is ready, or has failed; then the next change starts another. */
  reload(reason?: string): Promise<void>;
  stop(): Promise<void>;
}

/** Editors write several files at once, git many. */
const quietMs = 50;
/** Requests in hand take less; jobs are done again. */
const stopLimitMs = 1_000;

export function createReloader({ script, settings, progress }: ReloaderOptions): Reloader {
  let current: ReturnType<typeof launch> | undefined;
  let replacing: Promise<void> | undefined;
  let isStale = false;
  let isStopped = false;
  let firstReason: string | undefined;

  async function replace(): Promise<void> {
    while (isStale && !isStopped) {
      isStale = false;
      await delay(quietMs);
      if (isStale) continue;
      if (firstReason) progress(firstReason);
      firstReason = undefined;
      const start = performance.now();
      const former = current;
      // It reads its modules while the former one ends.
      current = launch(script);
      await former?.end();
      const isReady = await current.begin(settings);
      if (isStale || isStopped) continue;
      if (isReady) progress(`The application is up after ${((performance.now() - start) / 1000).toFixed(1)} s`);
      else progress('The application does not run. It is started again at the next change.');
    }
  }

  return {
    reload(reason) {
      isStale = true;
      firstReason ??= reason;
      // What starts only now is stale as well.
      if (replacing) current?.kill();
      replacing ??= replace().finally(() => {
        replacing = undefined;
      });
      return replacing;
    },
    async stop() {
      isStopped = true;
      if (replacing) current?.kill();
      await replacing;
      await current?.end();
    },
  };
}

function launch(script: string) {
  // A process group of its own: Ctrl-C in the terminal is ours to answer.
  const child = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true });
  const ended = new Promise<false>((resolve) => child.once('exit', () => resolve(false)).once('error', () => resolve(false)));
  const ready = new Promise<true>((resolve) => child.once('message', () => resolve(true)));
  return {
    begin(settings: Serializable): Promise<boolean> {
      // By now it may have ended, over a syntax error for example.
      child.send(settings, () => undefined);
      return Promise.race([ready, ended]);
    },
    kill: () => void child.kill('SIGKILL'),
    async end(): Promise<void> {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
      await ended;
      clearTimeout(force);
    },
  };
}
