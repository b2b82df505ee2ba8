import { startEnvironment } from './config.ts';
import { installationDataDir } from './data-dir.ts';
import { explain } from './explain.ts';
import { type RunningStack, startStack } from './stack.ts';
import { welcome } from './welcome.ts';

const usage = `npm start [-- --fresh]

Starts Lyceum with everything it needs, without Docker. Data, logs and secrets stay in .data/ or LYCEUM_DATA_DIR.
  --fresh   deletes them first, without asking, and begins anew
  --help    prints this

Variables of the services tune it (PORT, PUBLIC_URL, LOG_LEVEL, ...); DATABASE_OWNER_URL, REDIS_URL, RABBITMQ_URL, SMTP_URL and
S3_ENDPOINT name servers that run already. stack/README.md lists them all.`;

/** How long Ctrl-C may take before the rest is ended by force: with what npm and the bootstrap need, less than ten seconds. */
const stopLimitMs = 7500;
/** One Ctrl-C reaches us up to three times: from the terminal, from npm and from the bootstrap. */
const sameKeyMs = 1000;

const options = process.argv.slice(2);
const unknown = options.filter((option) => !['--fresh', '--help'].includes(option));
if (unknown.length > 0 || options.includes('--help')) {
  if (unknown.length > 0) console.error(`There is no option ${unknown.join(' ')}.\n`);
  console.log(usage);
  process.exit(unknown.length > 0 ? 1 : 0);
}

let stack: RunningStack | undefined;
let stoppingSince: number | undefined;
// The terminal may go before we do; that is no reason to leave without stopping the servers.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);

try {
  stack = await startStack({
    dataDir: installationDataDir(startEnvironment),
    env: startEnvironment,
    fresh: options.includes('--fresh'),
    progress: (line) => console.log(line),
  });
  console.log(welcome(stack));
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

/** Exiting is always safe: the stack ends its servers by force when the process exits. */
function stop(): void {
  if (stoppingSince !== undefined) {
    if (performance.now() - stoppingSince < sameKeyMs) return;
    console.log('Ended by force.');
    process.exit(130);
  }
  stoppingSince = performance.now();
  if (!stack) process.exit(130);
  console.log('\nStopping ...');
  setTimeout(() => process.exit(1), stopLimitMs).unref();
  stack.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(explain(error));
      process.exit(1);
    },
  );
}
