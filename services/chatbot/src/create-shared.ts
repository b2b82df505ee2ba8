import { createLiveLogs } from '@lyceum/common/live-log';
import type { Kit } from '@lyceum/common/service';
import { createRemoteModels } from '@lyceum/llm/remote-models';
import type { chatbotConfig } from './config.ts';
import { createStudyGate } from './gate/study-gate.ts';

/** The models that are asked for learners, the gate of their lessons, and what is followed live. */
export function createShared({ config, redis, services }: Kit<typeof chatbotConfig>) {
  const logs = createLiveLogs(redis, config.REDIS_PREFIX);
  return {
    ...{ models: createRemoteModels(services), gate: createStudyGate(services), logs },
    stop() {
      logs.stop();
    },
  };
}
