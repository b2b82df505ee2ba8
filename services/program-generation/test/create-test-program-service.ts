import { createTestModels } from '@lyceum/llm/testing/test-models';
import { createTestService, type TestService } from '@lyceum/testing/service';
import { programGeneration } from '../src/service.ts';

/** The service, beside models that are set up by `school.ts` and else write outlines. Call it at the top of a test file. */
export function createTestProgramService(
  env: Readonly<Record<string, string>> = {},
  definition = programGeneration,
): TestService {
  return createTestService(definition, env, { beside: { models: createTestModels() } });
}
