import { defineFeature } from '@lyceum/common/service';
import type { Models } from '@lyceum/llm/task-models';
import type { BasePrompts } from '../prompts/load-prompts.ts';
import { promptRoutes } from './prompt.routes.ts';
import { PromptTrialEntity } from './prompt-trial.entity.ts';
import { handleTryPrompt } from './try-prompt.job.ts';

export const promptTrialFeature = defineFeature({
  entities: [PromptTrialEntity],
  mount: ({ models, prompts }: { models: Models; prompts: BasePrompts }) => ({
    routes: promptRoutes(prompts),
    jobs: [handleTryPrompt({ models, prompts })],
  }),
});
