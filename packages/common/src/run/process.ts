import { ConfigError } from '../config.ts';
import { errorText } from '../log/error-report.ts';

const graceMs = 9_000;

/**
 * Runs something for the life of the process: SIGTERM and SIGINT stop it and exit 0; a second signal, or a stop that takes
 * longer than 9 s, exits 1; a start that fails says why in one line and exits 1.
 */
export async function runProcess(start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  process.on('uncaughtException', endWith);
  let running: { stop(): Promise<void> };
  try {
    running = await start();
  } catch (error) {
    endWith(error);
  }
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), graceMs).unref();
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** Node itself would print all that an error carries, such as the parameters of a query. */
function endWith(error: unknown): never {
  process.stderr.write(`${error instanceof ConfigError ? error.message : errorText(error)}\n`);
  process.exit(1);
}
