import { runService } from '@lyceum/common/run/run-service';
import { env } from './config.ts';
import { streaming } from './service.ts';

await runService(streaming, env);
