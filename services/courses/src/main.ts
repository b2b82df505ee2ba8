import { runService } from '@lyceum/common/run/run-service';
import { env } from './config.ts';
import { courses } from './service.ts';

await runService(courses, env);
