import { defineFeature } from '@lyceum/common/service';
import type { Models } from '@lyceum/llm/task-models';
import { embedMissing } from './embed-version.job.ts';
import { handleEmbedMissing, handleEmbedVersion } from './handle-embedding.ts';

export const embeddingFeature = defineFeature({
  mount: ({ models }: { models: Models }) => ({
    jobs: [handleEmbedVersion(models), handleEmbedMissing(models)],
    schedules: [{ job: embedMissing, everySeconds: 900 }],
  }),
});
