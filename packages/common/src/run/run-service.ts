import { collectDefaultMetrics } from 'prom-client';
import type { Environment } from '../config.ts';
import type { ConfigSchema, Service } from '../service.ts';
import { runProcess } from './process.ts';
import { startService } from './start-service.ts';

/** The process of one service: environment in, signals obeyed, exit code out. */
export async function runService<Schema extends ConfigSchema>(service: Service<Schema>, env: Environment): Promise<void> {
  await runProcess(async () => {
    const running = await startService(service, env);
    collectDefaultMetrics({ register: running.registry });
    return running;
  });
}
