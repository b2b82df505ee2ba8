// Runs the application on the servers of another process, which tells where they are, restarts it, and ends it by SIGTERM.
import { createPortChooser } from '@lyceum/dev-servers/processes/ports';
import { openSecrets } from '@lyceum/dev-servers/secrets';
import { createApplication } from '../application.ts';
import { explain } from '../explain.ts';
import { applicationSettings } from './application-settings.ts';

// Nobody could reach us any more.
process.once('disconnect', () => process.exit());

process.once('message', (message) => {
  run(message).catch(fail);
});

async function run(message: unknown): Promise<void> {
  const { env, secretsFile, ports, gateway, logFile, backing } = applicationSettings.parse(message);
  const application = createApplication({
    env,
    secrets: openSecrets(secretsFile),
    choosePort: createPortChooser(ports, () => undefined),
    gateway,
    logFile,
  });
  process.once('SIGTERM', () => {
    application.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  });
  await application.migrate(backing.postgres.ownerUrl);
  await application.start(backing);
  process.send?.('ready');
}

function fail(error: unknown): never {
  console.error(explain(error));
  process.exit(1);
}
