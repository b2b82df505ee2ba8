import { defineFeature } from '@lyceum/common/service';
import { AddMissingCharacters1764368000000 } from '../migrations/1764368000000-add-missing-characters.ts';
import { type ExportDeps, exportRoutes } from './export.routes.ts';
import { handleExportProgram } from './export-program.job.ts';
import { ProgramExportEntity } from './program-export.entity.ts';

export const exportFeature = defineFeature({
  entities: [ProgramExportEntity],
  migrations: [AddMissingCharacters1764368000000],
  mount: ({ config: quota, ...deps }: Omit<ExportDeps, 'quota'> & { readonly config: ExportDeps['quota'] }) => ({
    routes: exportRoutes({ ...deps, quota }),
    jobs: [handleExportProgram(deps)],
  }),
});
