import { runService } from '@lyceum/common/service';
import { env } from './config.ts';
import { notifications } from './service.ts';

await runService(notifications, env);
