import { createLiveLogs } from '@lyceum/common/live-log';
import type { Kit } from '@lyceum/common/service';
import { createRemoteModels } from '@lyceum/llm/remote-models';
import type { chatbotConfig } from './config.ts';
import { createStudyGate } from './gate/study-gate.ts';
import { createVectorCache } from './knowing/embedding/vector-cache.ts';

/** The models that are asked for learners, the gate of their lessons, and what is followed live. */
export function createShared({ config, redis, services }: Kit<typeof chatbotConfig>) {
  const logs = createLiveLogs(redis, config.REDIS_PREFIX);
  return {
    ...{ models: createRemoteModels(services), gate: createStudyGate(services), logs },
    /** Of passages, for `findPassages`. */
    vectors: createVectorCache(),
    stop() {
      logs.stop();
    },
  };
}
