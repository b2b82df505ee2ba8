import { startEnvironment } from '../config.ts';
import { installationDataDir } from '../data-dir.ts';
import { runCommand } from '../run-command.ts';
import { welcome } from '../welcome.ts';
import { startDevelopment } from './development.ts';

const usage = `npm run dev [-- --fresh]

npm start for development: when a source changes, the application is restarted and the servers stay. Changes of
packages/dev-servers need Ctrl-C and a new start.
  --fresh   deletes the data first, without asking, and begins anew
  --help    prints this`;

await runCommand({
  usage,
  options: ['--fresh'],
  async start(options) {
    const development = await startDevelopment({
      dataDir: installationDataDir(startEnvironment),
      env: startEnvironment,
      fresh: options.includes('--fresh'),
      progress: (line) => console.log(line),
    });
    console.log(welcome(development));
    return development;
  },
});
