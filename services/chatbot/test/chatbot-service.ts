import { createTestModels } from '@lyceum/llm/testing/test-models';
import { createTestService, type TestService } from '@lyceum/testing/service';
import { chatbot } from '../src/service.ts';
import { createNeighbours } from './neighbours.ts';

/** Set up by `setTaskProviders`; a task that is not is done without a model. */
export const models = createTestModels();

/** What courses and streaming say; tests set it. */
export const neighbours = createNeighbours(models);

export const service: TestService = createTestService(
  chatbot,
  { TUTOR_SILENCE_SECONDS: '2' },
  { beside: { models, courses: neighbours, streaming: neighbours } },
);
