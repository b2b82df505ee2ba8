import { createSecretCipher } from '@lyceum/common/secrets';
import { createTestService } from '@lyceum/testing/service';
import { createMasterKeys } from '../src/processing/encryption/master-keys.ts';
import { streaming } from '../src/service.ts';

export const keySecret = 'a secret of tests, longer than thirty-two';

/** As the service has them. */
export const masterKeys = createMasterKeys(createSecretCipher(keySecret, 'video keys'));

export const service = createTestService(streaming, { KEY_ENCRYPTION_SECRET: keySecret });
