import { runProcess } from '@lyceum/common/service';
import { processEnvironment } from './config.ts';
import { startGateway } from './gateway.ts';

await runProcess(() => startGateway(processEnvironment()));
