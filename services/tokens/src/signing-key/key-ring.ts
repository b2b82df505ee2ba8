import type { KeyObject } from 'node:crypto';
import type { Database } from '@lyceum/common/database';
import type { Logger } from '@lyceum/common/log';
import type { Jwks } from '@lyceum/contracts/tokens/signing-key';
import { decryptPrivateKey } from './encrypt-private-key.ts';
import { SigningKeyEntity, type SigningKeyRow } from './signing-key.entity.ts';

/** Far below the half hour for which a new key is only published: every replica knows it before it signs. */
const reloadMs = 10_000;

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** The keys of the installation in memory, so that no request waits for them. */
export interface KeyRing {
  signingKey(now: Date): SigningKey;
  /** RFC 7517. */
  published(now: Date): Jwks;
  reload(): Promise<void>;
  stop(): void;
}

/** Throws when no key is there, or when a key was stored under another secret. */
export async function openKeyRing(options: { database: Database; secret: string; log: Logger }): Promise<KeyRing> {
  let keys: readonly (SigningKeyRow & { readonly signing: SigningKey })[] = [];

  async function reload(): Promise<void> {
    const rows = await options.database.read({ space: 'main' }, (db) =>
      db.find(SigningKeyEntity, { order: { activeFrom: 'DESC' } }),
    );
    if (rows.length === 0) throw new Error('there is no signing key');
    keys = rows.map((row) => ({
      ...row,
      signing: { kid: row.kid, privateKey: decryptPrivateKey(row.privateKey, row.kid, options.secret) },
    }));
  }

  await reload();
  const timer = setInterval(() => {
    reload().catch((error: unknown) => options.log.warn({ err: error }, 'signing keys cannot be read, the known ones go on'));
  }, reloadMs);
  timer.unref();

  return {
    signingKey(now) {
      // The clock of the replica that made the first key may be ahead of ours.
      const key = keys.find(({ activeFrom }) => activeFrom <= now) ?? keys.at(-1);
      if (!key) throw new Error('there is no signing key');
      return key.signing;
    },
    published: (now) => ({
      keys: keys
        .filter(({ retireAt }) => retireAt === null || retireAt > now)
        .map(({ kid, publicKey: { x, y } }) => ({ kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' })),
    }),
    reload,
    stop: () => clearInterval(timer),
  };
}
