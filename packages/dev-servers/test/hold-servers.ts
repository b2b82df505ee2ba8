// Starts backing servers in the folder it is given, says so, and waits to be killed.
import { join } from 'node:path';
import { startBackingServers } from '../src/backing-servers.ts';
import { readGivenServers } from '../src/config.ts';
import { lockDataDir } from '../src/processes/data-dir-lock.ts';
import { createPortChooser } from '../src/processes/ports.ts';
import { openSecrets } from '../src/secrets.ts';

const dataDir = process.argv[2] ?? '';
await lockDataDir(dataDir);
await startBackingServers({
  dataDir,
  secrets: openSecrets(join(dataDir, 'secrets.json')),
  choosePort: createPortChooser('free', () => undefined),
  progress: () => undefined,
  given: readGivenServers({}),
});
process.stdout.write('started\n');
