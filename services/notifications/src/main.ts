import { runService } from '@lyceum/common/run/run-service';
import { env } from './config.ts';
import { notifications } from './service.ts';

await runService(notifications, env);
