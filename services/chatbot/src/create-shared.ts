import { createLiveLogs } from '@lyceum/common/live-log';
import type { Kit } from '@lyceum/common/service';
import { createSocketTickets } from '@lyceum/common/socket-tickets';
import { createRemoteModels } from '@lyceum/llm/remote-models';
import type { chatbotConfig } from './config.ts';
import { createStudyGate } from './gate/study-gate.ts';
import { createGuard } from './guarding/guard/create-guard.ts';
import { createWordModerator } from './guarding/moderation/create-word-moderator.ts';
import { createSettingsCache } from './guarding/settings/settings-cache.ts';
import { createVectorCache } from './knowing/embedding/vector-cache.ts';

/** The models that are asked for learners, the gate of their lessons, the guard of questions, what is followed live, and tickets of WebSockets. */
export function createShared({ config, redis, services }: Kit<typeof chatbotConfig>) {
  const logs = createLiveLogs(redis, config.REDIS_PREFIX);
  const settings = createSettingsCache();
  const guard = createGuard({ redis, prefix: config.REDIS_PREFIX, settings, moderator: createWordModerator() });
  return {
    ...{ models: createRemoteModels(services), gate: createStudyGate(services), logs, settings, guard },
    tickets: createSocketTickets(redis, config.REDIS_PREFIX),
    /** Of passages, for `findPassages`. */
    vectors: createVectorCache(),
    stop() {
      logs.stop();
    },
  };
}
