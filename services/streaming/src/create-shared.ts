import { createSecretCipher } from '@lyceum/common/secrets';
import type { Kit } from '@lyceum/common/service';
import { createStorage } from '@lyceum/common/storage';
import type { streamingConfig } from './config.ts';
import { createMasterKeys } from './processing/encryption/master-keys.ts';

/** The object store, open to the pages of the platform, and the keys of its videos. */
export async function createShared({ config }: Kit<typeof streamingConfig>) {
  const origins = [new URL(config.PUBLIC_URL).origin, ...config.CORS_ORIGINS];
  const storage = await createStorage(config, { origins });
  return {
    storage,
    masterKeys: createMasterKeys(createSecretCipher(config.KEY_ENCRYPTION_SECRET, 'video keys')),
    stop() {
      storage.stop();
    },
  };
}
