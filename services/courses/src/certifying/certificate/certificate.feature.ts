import { defineFeature } from '@lyceum/common/service';
import { courseHasLearners } from '@lyceum/contracts/courses/course';
import { CertificateEntity } from './certificate.entity.ts';
import { certificateRoutes } from './certificate.routes.ts';
import { handleMakeCertificate, type Maker } from './make-certificate.job.ts';
import { issueCertificate } from './on-course-completed.ts';

interface Needs extends Omit<Maker, 'publicUrl' | 'secret'> {
  readonly config: { readonly PUBLIC_URL: string; readonly KEY_ENCRYPTION_SECRET: string };
}

export const certificateFeature = defineFeature({
  entities: [CertificateEntity],
  subscriptions: [issueCertificate],
  constraints: { certificates_enrolment: courseHasLearners },
  mount({ config: { PUBLIC_URL: publicUrl, KEY_ENCRYPTION_SECRET: secret }, ...deps }: Needs) {
    return {
      routes: certificateRoutes({ publicUrl, storage: deps.storage }),
      jobs: [handleMakeCertificate({ ...deps, publicUrl, secret })],
    };
  },
});
