import { createTestProgramService } from './create-test-program-service.ts';

export const service = createTestProgramService();
