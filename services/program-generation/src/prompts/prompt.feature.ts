import { defineFeature } from '@lyceum/common/service';
import { CreatePrompts1763770040000 } from '../migrations/1763770040000-create-prompts.ts';
import { PromptOverrideEntity } from './prompt-override.entity.ts';

export const promptFeature = defineFeature({
  entities: [PromptOverrideEntity],
  migrations: [CreatePrompts1763770040000],
});
