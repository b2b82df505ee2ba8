import { explain } from './explain.ts';

interface Command {
  readonly usage: string;
  readonly options?: readonly string[];
  /** Starts what runs until a signal ends it. */
  start(options: readonly string[]): Promise<{ stop(): Promise<void> }>;
}

/** How long Ctrl-C may take before the rest is ended by force: with what npm and the bootstrap need, less than ten seconds. */
const stopLimitMs = 7500;
/** One Ctrl-C reaches us up to three times: from the terminal, from npm and from the bootstrap. */
const sameKeyMs = 1000;

/** Runs a command of the terminal. Exiting is always safe: servers are ended by force when the process exits. */
export async function runCommand({ usage, options = [], start }: Command): Promise<void> {
  const given = process.argv.slice(2);
  const unknown = given.filter((option) => option !== '--help' && !options.includes(option));
  if (unknown.length > 0 || given.includes('--help')) {
    if (unknown.length > 0) console.error(`There is no option ${unknown.join(' ')}.\n`);
    console.log(usage);
    process.exit(unknown.length > 0 ? 1 : 0);
  }

  let running: { stop(): Promise<void> } | undefined;
  let stoppingSince: number | undefined;
  // The terminal may go before we do; that is no reason to leave without stopping the servers.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  try {
    running = await start(given);
  } catch (error) {
    fail(error);
  }

  function stop(): void {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince < sameKeyMs) return;
      console.log('Ended by force.');
      process.exit(130);
    }
    stoppingSince = performance.now();
    if (!running) process.exit(130);
    console.log('\nStopping ...');
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    running.stop().then(() => process.exit(0), fail);
  }
}

function fail(error: unknown): never {
  console.error(explain(error));
  process.exit(1);
}
