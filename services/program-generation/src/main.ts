import { runService } from '@lyceum/common/service';
import { env } from './config.ts';
import { programGeneration } from './service.ts';

await runService(programGeneration, env);
