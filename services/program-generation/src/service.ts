import { defineService } from '@lyceum/common/service';
import { createStorage } from '@lyceum/common/storage';
import type { Composer } from './composer/composer.ts';
import { outlineComposer } from './composer/outline-composer.ts';
import { programGenerationConfig } from './config.ts';
import { createRenderer } from './document/create-renderer.ts';
import { CreatePrograms1763683200000 } from './migrations/1763683200000-create-programs.ts';
import { handleGenerateProgram } from './program/generate-program.job.ts';
import { ProgramEntity } from './program/program.entity.ts';
import { programRoutes } from './program/program.routes.ts';

export function defineProgramGeneration(composer: Composer) {
  return defineService({
    name: 'program-generation',
    config: programGenerationConfig,
    entities: [ProgramEntity],
    migrations: [CreatePrograms1763683200000],
    async mount({ config }) {
      const storage = await createStorage(config);
      const renderer = createRenderer();
      return {
        routes: programRoutes({ composer, storage }),
        jobs: [handleGenerateProgram({ composer, renderer, storage })],
        async stop() {
          await renderer.stop();
          storage.stop();
        },
      };
    },
  });
}

export const programGeneration = defineProgramGeneration(outlineComposer);
