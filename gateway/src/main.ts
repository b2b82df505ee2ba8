import { runProcess } from '@lyceum/common/run/process';
import { processEnvironment } from './config.ts';
import { startGateway } from './gateway.ts';

await runProcess(() => startGateway(processEnvironment()));
