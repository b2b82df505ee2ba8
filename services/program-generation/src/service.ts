import { defineService } from '@lyceum/common/service';
import { createStorage } from '@lyceum/common/storage';
import { modelsConstraints, modelsEntities, modelsMigrations, mountModels } from '@lyceum/llm/mount-models';
import type { Composer } from './composer/composer.ts';
import { outlineComposer } from './composer/outline-composer.ts';
import { programGenerationConfig } from './config.ts';
import { createRenderer } from './document/create-renderer.ts';
import { exportRoutes } from './export/export.routes.ts';
import { handleExportProgram } from './export/export-program.job.ts';
import { LetterheadEntity } from './export/letterhead.entity.ts';
import { ProgramExportEntity } from './export/program-export.entity.ts';
import { handleGenerateProgram } from './generation/generate-program.job.ts';
import { BlockLockEntity } from './locks/block-lock.entity.ts';
import { CreatePrograms1763683200000 } from './migrations/1763683200000-create-programs.ts';
import { ProgramEntity } from './program/program.entity.ts';
import { programRoutes } from './program/program.routes.ts';
import { ProgramVersionEntity } from './versions/program-version.entity.ts';

export function defineProgramGeneration(composer: Composer) {
  return defineService({
    name: 'program-generation',
    config: programGenerationConfig,
    entities: [ProgramEntity, ProgramVersionEntity, BlockLockEntity, ProgramExportEntity, LetterheadEntity, ...modelsEntities],
    migrations: [CreatePrograms1763683200000, ...modelsMigrations],
    constraints: modelsConstraints,
    // Jobs wait for language models most of the time, and one person's must not keep another's from starting.
    jobConcurrency: 50,
    async mount(kit) {
      const { config } = kit;
      const models = mountModels(kit);
      const storage = await createStorage(config);
      const renderer = createRenderer();
      return {
        // Addresses such as /programs/letterhead come before /programs/:programId.
        routes: [...exportRoutes({ storage, renderer }), ...programRoutes, ...models.routes],
        jobs: [handleGenerateProgram({ composer, renderer, storage }), handleExportProgram({ renderer, storage })],
        async stop() {
          await models.stop();
          await renderer.stop();
          storage.stop();
        },
      };
    },
  });
}

export const programGeneration = defineProgramGeneration(outlineComposer);
