import { createSecretCipher } from '@lyceum/common/secrets';
import type { Kit } from '@lyceum/common/service';
import { createStorage } from '@lyceum/common/storage';
import type { streamingConfig } from './config.ts';
import { createStretchKeys } from './playing/delivery/stretch-keys.ts';
import { createLessonGate } from './playing/gate/lesson-gate.ts';
import { createMasterKeys } from './processing/encryption/master-keys.ts';

/** The object store, open to the pages of the platform, the keys of its videos, and the gate of their lessons. */
export async function createShared({ config, services, clock }: Kit<typeof streamingConfig>) {
  const origins = [new URL(config.PUBLIC_URL).origin, ...config.CORS_ORIGINS];
  const storage = await createStorage(config, { origins });
  const masterKeys = createMasterKeys(createSecretCipher(config.KEY_ENCRYPTION_SECRET, 'video keys'));
  return {
    ...{ storage, masterKeys, stretchKeys: createStretchKeys(masterKeys), gate: createLessonGate({ services, clock }) },
    stop() {
      storage.stop();
    },
  };
}
