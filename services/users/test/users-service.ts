import { createTestService } from '@lyceum/testing/service';
import { users } from '../src/service.ts';

export const service = createTestService(users);
