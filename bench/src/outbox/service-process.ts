import { runProcess } from '@lyceum/common/run/process';
import { startService } from '@lyceum/common/run/start-service';
import { processEnvironment } from '../config.ts';
import { commitAll, commitEvenly, loadRequest } from './load.ts';
import { receiver, sender } from './services.ts';

/** One of the two services as a process of its own. It tells its parent when it is ready, and when a load that was asked for is done. */
const service = [sender, receiver].find(({ name }) => name === process.argv[2]);
if (!service) throw new Error(`there is no service ${process.argv[2]}`);
process.once('disconnect', () => process.exit(1));
await runProcess(async () => {
  const running = await startService(service, processEnvironment());
  process.on('message', (message) => {
    const request = loadRequest.parse(message);
    const commits = 'perSecond' in request ? commitEvenly(running.database, request) : commitAll(running.database, request);
    void commits.then(() => process.send?.('done'));
  });
  process.send?.('ready');
  return running;
});
