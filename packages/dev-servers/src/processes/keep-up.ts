import { type Progress, StartFailure } from '../progress.ts';
import type { Crash, ServerProcess } from './server-process.ts';

const maxRestarts = 3;
const withinMs = 10 * 60_000;
const wayOut = 'Then stop Lyceum with Ctrl-C and start it again.';

/**
 * The same server, started again when it ends by itself, on its port and with its data; who watches the start is told. One that
 * does so again and again stays down. `stop` and `kill` end a restart too.
 */
export function keepUp(server: ServerProcess, progress: Progress): ServerProcess {
  let crashes: number[] = [];
  let restart = Promise.resolve();
  let isWanted = false;

  server.onCrash((crash) => {
    const now = performance.now();
    crashes = [...crashes.filter((at) => now - at < withinMs), now];
    const said = `${crash.title} has ended by itself (${crash.cause}).`;
    if (crashes.length > maxRestarts) {
      progress(`${said} It stays down after ${maxRestarts} restarts in ten minutes: read its log ${crash.logFile}. ${wayOut}`);
      return;
    }
    progress(`${said} It is being started again; its log is ${crash.logFile}`);
    restart = startAgain(crash);
  });

  async function startAgain({ title, logFile }: Crash): Promise<void> {
    try {
      await server.start();
      progress(`${title} is up again`);
    } catch (error) {
      if (!isWanted) return;
      const reason = error instanceof StartFailure ? error.message : `${title} cannot be started again: ${String(error)}.`;
      progress(`${reason} It stays down: read its log ${logFile}. ${wayOut}`);
    }
  }

  const end = (how: 'stop' | 'kill') => async () => {
    isWanted = false;
    await server[how]();
    await restart;
  };
  return {
    ...server,
    start() {
      isWanted = true;
      return server.start();
    },
    stop: end('stop'),
    kill: end('kill'),
  };
}
