import { createSecretCipher } from '@lyceum/common/secrets';
import { createTestService, type TestService } from '@lyceum/testing/service';
import { createMasterKeys } from '../src/processing/encryption/master-keys.ts';
import { streaming } from '../src/service.ts';
import { createCoursesDouble } from './courses-double.ts';

const keySecret = 'a secret of tests, longer than thirty-two';

/** As the service has them. */
export const masterKeys = createMasterKeys(createSecretCipher(keySecret, 'video keys'));

export const contentUrl = 'http://content.lyceum.test';

export const courses = createCoursesDouble(() => service.clock.now());

export const service: TestService = createTestService(
  streaming,
  { KEY_ENCRYPTION_SECRET: keySecret, CONTENT_URL: contentUrl },
  { beside: { courses } },
);
