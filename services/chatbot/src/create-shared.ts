import { createLiveLogs } from '@lyceum/common/live-log';
import type { Kit } from '@lyceum/common/service';
import { createSocketTickets } from '@lyceum/common/socket-tickets';
import { createRemoteModels } from '@lyceum/llm/remote-models';
import type { chatbotConfig } from './config.ts';
import { createStudyGate } from './gate/study-gate.ts';

/** The models that are asked for learners, the gate of their lessons, what is followed live, and tickets of WebSockets. */
export function createShared({ config, redis, services }: Kit<typeof chatbotConfig>) {
  const logs = createLiveLogs(redis, config.REDIS_PREFIX);
  return {
    ...{ models: createRemoteModels(services), gate: createStudyGate(services), logs },
    tickets: createSocketTickets(redis, config.REDIS_PREFIX),
    stop() {
      logs.stop();
    },
  };
}
