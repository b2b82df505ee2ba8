import { defineService } from '@lyceum/common/service';
import { attachmentFeature } from './attachments/attachment.feature.ts';
import { commentFeature } from './comments/comment.feature.ts';
import { programGenerationConfig } from './config.ts';
import { createShared } from './create-shared.ts';
import { editingFeature } from './editing/editing.feature.ts';
import { exportFeature } from './exports/export.feature.ts';
import { fileFeature } from './files/file.feature.ts';
import { generationFeature } from './generation/generation.feature.ts';
import { letterheadFeature } from './letterhead/letterhead.feature.ts';
import { lifecycleFeature } from './lifecycle/lifecycle.feature.ts';
import { lockFeature } from './locks/lock.feature.ts';
import { programFeature } from './program/program.feature.ts';
import { promptTrialFeature } from './prompt-trials/prompt-trial.feature.ts';
import { promptFeature } from './prompts/prompt.feature.ts';
import { proposalFeature } from './proposals/proposal.feature.ts';
import { templateFeature } from './templates/template.feature.ts';
import { versionFeature } from './versions/version.feature.ts';

export const programGeneration = defineService({
  name: 'program-generation',
  config: programGenerationConfig,
  // Jobs wait for language models most of the time, and one person's must not keep another's from starting.
  jobPlaces: { perProcess: 50, perPerson: 10 },
  share: createShared,
  features: [
    programFeature,
    attachmentFeature,
    commentFeature,
    editingFeature,
    exportFeature,
    fileFeature,
    generationFeature,
    letterheadFeature,
    lifecycleFeature,
    lockFeature,
    promptFeature,
    promptTrialFeature,
    proposalFeature,
    templateFeature,
    versionFeature,
  ],
});
