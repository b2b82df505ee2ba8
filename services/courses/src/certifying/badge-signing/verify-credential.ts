import { verify } from 'node:crypto';
import { toPublicKey } from './badge-key.ts';
import { signedCredential } from './credential.ts';
import { decodeMultibase } from './multibase.ts';
import { createSigningInput } from './signing-input.ts';

const signatureLength = 64;

/** Whether this is a badge as the holder of the key signed it; its dates and whether it is revoked are for the caller to check. */
export async function verifyCredential(signed: unknown, publicKeyMultibase: string): Promise<boolean> {
  const publicKey = toPublicKey(publicKeyMultibase);
  const { data } = signedCredential.safeParse(signed);
  if (!publicKey || !data) return false;
  const { proof, ...credential } = data;
  const { proofValue, ...options } = proof;
  const signature = decodeMultibase(proofValue, signatureLength);
  return signature !== null && verify(null, await createSigningInput(credential, options), publicKey, signature);
}
