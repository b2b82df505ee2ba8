import { runService } from '@lyceum/common/run/run-service';
import { env } from './config.ts';
import { programGeneration } from './service.ts';

await runService(programGeneration, env);
