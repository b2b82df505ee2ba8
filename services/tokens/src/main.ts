import { runService } from '@lyceum/common/service';
import { env } from './config.ts';
import { tokens } from './service.ts';

await runService(tokens, env);
