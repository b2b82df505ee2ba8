import { startEnvironment } from './config.ts';
import { installationDataDir } from './data-dir.ts';
import { runCommand } from './run-command.ts';

const usage = `npm start [-- --fresh]

Starts Lyceum with everything it needs, without Docker. Data, logs and secrets stay in .data/ or LYCEUM_DATA_DIR.
  --fresh   deletes them first, without asking, and begins anew
  --help    prints this

Variables of the services tune it (PORT, PUBLIC_URL, LOG_LEVEL, ...); DATABASE_OWNER_URL, REDIS_URL, RABBITMQ_URL, SMTP_URL and
S3_ENDPOINT name servers that run already. stack/README.md lists them all.`;

await runCommand({
  usage,
  options: ['--fresh'],
  async start(options) {
    // Only now: a mistyped option is answered without loading every service.
    const [{ startStack }, { welcome }] = await Promise.all([import('./stack.ts'), import('./welcome.ts')]);
    const stack = await startStack({
      dataDir: installationDataDir(startEnvironment),
      env: startEnvironment,
      fresh: options.includes('--fresh'),
      progress: (line) => console.log(line),
    });
    console.log(welcome(stack));
    return stack;
  },
});
