import { defineFeature } from '@lyceum/common/service';
import { EnrolmentCodeEntity } from './enrolment-code.entity.ts';
import { enrolmentCodeRoutes } from './enrolment-code.routes.ts';

export const enrolmentCodeFeature = defineFeature({
  entities: [EnrolmentCodeEntity],
  mount: () => ({ routes: enrolmentCodeRoutes }),
});
