import { defineService } from '@lyceum/common/service';
import { createStorage } from '@lyceum/common/storage';
import { createRemoteModels } from '@lyceum/llm/remote-models';
import { AttachmentEntity } from './attachments/attachment.entity.ts';
import { attachmentRoutes } from './attachments/attachment.routes.ts';
import { AttachmentRemovalEntity } from './attachments/attachment-removal.entity.ts';
import { createExtractor } from './attachments/extraction/create-extractor.ts';
import { handleForgetUpload } from './attachments/forget-upload.job.ts';
import { handleReadAttachment } from './attachments/read-attachment.job.ts';
import { commentRoutes } from './comments/comment.routes.ts';
import { ProgramCommentEntity } from './comments/program-comment.entity.ts';
import { programGenerationConfig } from './config.ts';
import { editingRoutes } from './editing/editing.routes.ts';
import { exportRoutes } from './exports/export.routes.ts';
import { handleExportProgram } from './exports/export-program.job.ts';
import { ProgramExportEntity } from './exports/program-export.entity.ts';
import { handleDeleteFiles } from './files/delete-files.job.ts';
import { handleEndLostGeneration } from './generation/end-lost-generation.job.ts';
import { handleGenerateProgram } from './generation/generate-program.job.ts';
import { generationRoutes } from './generation/generation.routes.ts';
import { createProgramPoller } from './generation/poll-programs.ts';
import { ProgramRunEntity } from './generation/program-run.entity.ts';
import { ProgramStepEntity } from './generation/program-step.entity.ts';
import { LetterheadEntity } from './letterhead/letterhead.entity.ts';
import { deleteProgramRoutes } from './lifecycle/delete-program.routes.ts';
import { reviewRoutes } from './lifecycle/review.routes.ts';
import { lockRoutes } from './locks/lock.routes.ts';
import { CreatePrograms1763683200000 } from './migrations/1763683200000-create-programs.ts';
import { CreateReviewing1763770020000 } from './migrations/1763770020000-create-reviewing.ts';
import { CreateProgramSteps1763770030000 } from './migrations/1763770030000-create-program-steps.ts';
import { CreatePrompts1763770040000 } from './migrations/1763770040000-create-prompts.ts';
import { CreateAttachments1763770050000 } from './migrations/1763770050000-create-attachments.ts';
import { AddAttachmentWarnings1763770060000 } from './migrations/1763770060000-add-attachment-warnings.ts';
import { CreateAttachmentRemovals1763770061000 } from './migrations/1763770061000-create-attachment-removals.ts';
import { KeepContributors1764366000000 } from './migrations/1764366000000-keep-contributors.ts';
import { SortTitles1764367200000 } from './migrations/1764367200000-sort-titles.ts';
import { AddMissingCharacters1764368000000 } from './migrations/1764368000000-add-missing-characters.ts';
import { LeaveModels1796000010000 } from './migrations/1796000010000-leave-models.ts';
import { BlockLockEntity } from './program/block-lock.entity.ts';
import { ProgramEntity } from './program/program.entity.ts';
import { programRoutes } from './program/program.routes.ts';
import { ProgramVersionEntity } from './program/program-version.entity.ts';
import { promptRoutes } from './prompt-trials/prompt.routes.ts';
import { PromptTrialEntity } from './prompt-trials/prompt-trial.entity.ts';
import { handleTryPrompt } from './prompt-trials/try-prompt.job.ts';
import { loadPrompts } from './prompts/load-prompts.ts';
import { PromptOverrideEntity } from './prompts/prompt-override.entity.ts';
import { createBlockWriter } from './proposals/create-block-writer.ts';
import { ProposalEntity } from './proposals/proposal.entity.ts';
import { proposalRoutes } from './proposals/proposal.routes.ts';
import { handleWriteProposal } from './proposals/write-proposal.job.ts';
import { ProgramTemplateEntity } from './templates/program-template.entity.ts';
import { templateRoutes } from './templates/template.routes.ts';
import { createWorkThread } from './threads/create-work-thread.ts';
import { versionRoutes } from './versions/version.routes.ts';
import type { ServiceWorks } from './works.ts';

export const programGeneration = defineService({
  name: 'program-generation',
  config: programGenerationConfig,
  entities: [
    ProgramEntity,
    ProgramVersionEntity,
    BlockLockEntity,
    ProgramExportEntity,
    LetterheadEntity,
    ProgramStepEntity,
    ProgramRunEntity,
    PromptOverrideEntity,
    PromptTrialEntity,
    AttachmentEntity,
    AttachmentRemovalEntity,
    ProgramCommentEntity,
    ProposalEntity,
    ProgramTemplateEntity,
  ],
  migrations: [
    CreatePrograms1763683200000,
    CreateReviewing1763770020000,
    CreateProgramSteps1763770030000,
    CreatePrompts1763770040000,
    CreateAttachments1763770050000,
    AddAttachmentWarnings1763770060000,
    CreateAttachmentRemovals1763770061000,
    KeepContributors1764366000000,
    SortTitles1764367200000,
    AddMissingCharacters1764368000000,
    LeaveModels1796000010000,
  ],
  // Jobs wait for language models most of the time, and one person's must not keep another's from starting.
  jobPlaces: { perProcess: 50, perPerson: 10 },
  async mount(kit) {
    const models = createRemoteModels(kit.services);
    const prompts = loadPrompts();
    const storage = await createStorage(kit.config);
    const thread = createWorkThread<ServiceWorks>(new URL('./works.worker.ts', import.meta.url));
    const renderer = { render: thread.work('render') };
    return {
      routes: [
        ...exportRoutes({ storage, quota: kit.config, renderer, isLogo: thread.work('isLogo') }),
        ...promptRoutes(prompts),
        ...attachmentRoutes({ storage, quota: kit.config }),
        ...templateRoutes,
        ...programRoutes,
        ...editingRoutes,
        ...lockRoutes,
        ...commentRoutes,
        ...versionRoutes({ diffDocuments: thread.work('diffDocuments') }),
        ...proposalRoutes({ showProposal: thread.work('showProposal') }),
        ...reviewRoutes,
        ...generationRoutes(createProgramPoller(kit.database)),
        ...deleteProgramRoutes,
      ],
      jobs: [
        handleGenerateProgram({ models, prompts, renderer, storage }),
        handleEndLostGeneration,
        handleTryPrompt({ models, prompts }),
        handleWriteProposal({ writer: createBlockWriter({ models, prompts }) }),
        handleDeleteFiles({ storage }),
        handleForgetUpload,
        handleReadAttachment({ storage, extract: createExtractor() }),
        handleExportProgram({ renderer, storage }),
      ],
      async stop() {
        await thread.stop();
        storage.stop();
      },
    };
  },
});
