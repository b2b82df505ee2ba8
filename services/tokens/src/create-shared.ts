import type { Kit } from '@lyceum/common/service';
import { createPasswords } from './account/passwords.ts';
import type { tokensConfig } from './config.ts';
import { openKeyRing } from './signing-key/key-ring.ts';
import { rotateSigningKeys } from './signing-key/rotate-signing-keys.ts';

/** What several features of this service take. */
export async function createShared({ config, database, clock, log }: Kit<typeof tokensConfig>) {
  const { KEY_ENCRYPTION_SECRET: secret, PASSWORD_HASH_PARALLEL: parallel, PASSWORD_HASH_QUEUE: queue } = config;
  const passwords = await createPasswords({ parallel, queue, secret });
  await database.transact({ space: 'main' }, (db) => rotateSigningKeys(db, clock.now(), secret));
  const keyRing = await openKeyRing({ database, secret, log });
  return { passwords, keyRing, stop: () => keyRing.stop() };
}
