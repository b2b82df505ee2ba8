import type { Actor } from '@lyceum/common/context';
import { createVerifier } from '@lyceum/common/run/verifier';
import { testIssuer } from '@lyceum/testing/keys';
import { service } from './tokens-service.ts';

/** Checks an access token as any other service does: with a fresh verifier, against what is published now. */
export function verifyAccess(accessToken: string): Promise<Actor> {
  return newVerifier().verify(accessToken);
}

export function newVerifier() {
  return createVerifier({ jwksUrl: `${service.url}/.well-known/jwks.json`, issuer: testIssuer, clock: service.clock });
}
