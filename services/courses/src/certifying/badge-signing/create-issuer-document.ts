import { badgesContext } from './credential.ts';

interface Issuer {
  /** Stable `https` address at which this document lies. */
  readonly url: string;
  readonly name: string;
  /** All that ever signed a badge: one that leaves takes its badges with it. */
  readonly keys: readonly { readonly kid: string; readonly publicKeyMultibase: string }[];
}

/** What a verifier loads at the address of an issuer: its profile and the keys that sign for it. */
export function createIssuerDocument({ url, name, keys }: Issuer) {
  const verificationMethod = keys.map(({ kid, publicKeyMultibase }) => ({
    id: `${url}#${kid}`,
    type: 'Multikey',
    controller: url,
    publicKeyMultibase,
  }));
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1', badgesContext],
    id: url,
    type: ['Profile'],
    name,
    url,
    verificationMethod,
    assertionMethod: verificationMethod.map(({ id }) => id),
  };
}
