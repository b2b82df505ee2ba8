import { defineFeature } from '@lyceum/common/service';
import { CertificateTemplateEntity } from './certificate-template.entity.ts';
import { certificateTemplateRoutes } from './certificate-template.routes.ts';

export const certificateTemplateFeature = defineFeature({
  entities: [CertificateTemplateEntity],
  mount: () => ({ routes: certificateTemplateRoutes }),
});
