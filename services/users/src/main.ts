import { runService } from '@lyceum/common/run/run-service';
import { env } from './config.ts';
import { users } from './service.ts';

await runService(users, env);
