import { runService } from '@lyceum/common/run/run-service';
import { env } from './config.ts';
import { models } from './service.ts';

await runService(models, env);
