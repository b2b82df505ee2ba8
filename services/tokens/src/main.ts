import { runService } from '@lyceum/common/run/run-service';
import { env } from './config.ts';
import { tokens } from './service.ts';

await runService(tokens, env);
