import { createTestService } from '@lyceum/testing/service';
import { streaming } from '../src/service.ts';

export const service = createTestService(streaming);
