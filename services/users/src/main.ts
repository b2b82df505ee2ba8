import { runService } from '@lyceum/common/service';
import { env } from './config.ts';
import { users } from './service.ts';

await runService(users, env);
