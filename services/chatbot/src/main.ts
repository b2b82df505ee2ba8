import { runService } from '@lyceum/common/run/run-service';
import { env } from './config.ts';
import { chatbot } from './service.ts';

await runService(chatbot, env);
