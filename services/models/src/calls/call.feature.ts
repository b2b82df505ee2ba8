import { defineFeature } from '@lyceum/common/service';
import { modelRoutes } from '@lyceum/llm/model-routes';
import type { Models } from '@lyceum/llm/task-models';
import { CallEntity } from './call.entity.ts';
import { callRoutes } from './call.routes.ts';
import { RecordingEntity } from './recording.entity.ts';
import { recordingRoutes } from './recording.routes.ts';

export const callFeature = defineFeature({
  entities: [CallEntity, RecordingEntity],
  mount: ({ models }: { models: Models }) => ({ routes: [...callRoutes, ...recordingRoutes, ...modelRoutes(models)] }),
});
