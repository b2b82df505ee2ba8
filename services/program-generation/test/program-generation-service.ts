import { createTestService } from '@lyceum/testing/service';
import { programGeneration } from '../src/service.ts';

export const service = createTestService(programGeneration);
