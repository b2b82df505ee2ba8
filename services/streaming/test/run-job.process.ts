import { createLogger } from '@lyceum/common/log';
import { runJob } from '@lyceum/common/run/run-job';
import { startService } from '@lyceum/common/run/start-service';
import { z } from 'zod';
import { streaming } from '../src/service.ts';

const task = z.object({ env: z.record(z.string(), z.string()), name: z.string(), payload: z.record(z.string(), z.string()) });

/** A worker that runs one attempt of a job, in the middle of which a test can kill it. */
process.once('message', (message) => {
  const { env, name, payload } = task.parse(message);
  void (async () => {
    const running = await startService(streaming, env, { transports: false, log: createLogger('worker', 'fatal') });
    const attempt = { id: 'a-job', name, payload, attempt: 1, lastAttempt: false, signal: new AbortController().signal };
    await runJob(running.database, running.parts.jobs, running.systemContext('main'), attempt);
    await running.stop();
    process.disconnect();
  })();
});
