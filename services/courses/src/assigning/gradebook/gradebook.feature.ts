import { defineFeature } from '@lyceum/common/service';
import { CreateGradebooks1796015274822 } from '../../migrations/1796015274822-create-gradebooks.ts';
import { createExportRoutes, type ExportWorks } from './export.routes.ts';
import { GradebookEntity } from './gradebook.entity.ts';
import { gradebookRoutes } from './gradebook.routes.ts';

export const gradebookFeature = defineFeature({
  migrations: [CreateGradebooks1796015274822],
  entities: [GradebookEntity],
  mount: (works: ExportWorks) => ({ routes: [...gradebookRoutes, ...createExportRoutes(works)] }),
});
