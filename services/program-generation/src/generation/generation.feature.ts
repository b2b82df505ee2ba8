import type { Database } from '@lyceum/common/database';
import { defineFeature } from '@lyceum/common/service';
import { CreateProgramSteps1763770030000 } from '../migrations/1763770030000-create-program-steps.ts';
import { handleEndLostGeneration } from './end-lost-generation.job.ts';
import { type GenerationDeps, handleGenerateProgram } from './generate-program.job.ts';
import { generationRoutes } from './generation.routes.ts';
import { createProgramPoller } from './poll-programs.ts';
import { ProgramRunEntity } from './program-run.entity.ts';
import { ProgramStepEntity } from './program-step.entity.ts';

export const generationFeature = defineFeature({
  entities: [ProgramStepEntity, ProgramRunEntity],
  migrations: [CreateProgramSteps1763770030000],
  mount: ({ database, ...deps }: GenerationDeps & { database: Database }) => ({
    routes: generationRoutes(createProgramPoller(database)),
    jobs: [handleGenerateProgram(deps), handleEndLostGeneration],
  }),
});
