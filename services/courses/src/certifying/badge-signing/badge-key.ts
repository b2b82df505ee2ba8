import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { decodeMultibase, encodeMultibase } from './multibase.ts';

/** Of the form Multikey: says that an Ed25519 public key follows. */
const ed25519 = Buffer.from([0xed, 0x01]);
const keyLength = 32;

interface BadgeKey {
  /** Thumbprint of the public key: the fragment of its address. */
  readonly kid: string;
  readonly publicKeyMultibase: string;
  /** PKCS #8. */
  readonly privateKeyPem: string;
}

/** A new Ed25519 key for an issuer of badges. */
export function createBadgeKey(): BadgeKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const bytes = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return {
    kid: createHash('sha256').update(bytes).digest('base64url').slice(0, 16),
    publicKeyMultibase: encodeMultibase(Buffer.concat([ed25519, bytes])),
    privateKeyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

/** The key that a Multikey holds, or null if it is no Ed25519 key. */
export function toPublicKey(publicKeyMultibase: string): KeyObject | null {
  const bytes = decodeMultibase(publicKeyMultibase, ed25519.length + keyLength);
  if (!bytes || !ed25519.equals(bytes.subarray(0, ed25519.length))) return null;
  const x = Buffer.from(bytes.subarray(ed25519.length)).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
