import { defineFeature } from '@lyceum/common/service';
import { ProgramTemplateEntity } from './program-template.entity.ts';
import { templateRoutes } from './template.routes.ts';

export const templateFeature = defineFeature({
  entities: [ProgramTemplateEntity],
  mount: () => ({ routes: templateRoutes }),
});
