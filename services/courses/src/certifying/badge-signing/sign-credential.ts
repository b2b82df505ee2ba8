import { type KeyObject, sign } from 'node:crypto';
import { type Credential, type ProofOptions, type SignedCredential, signedCredential, toMoment } from './credential.ts';
import { encodeMultibase } from './multibase.ts';
import { createSigningInput } from './signing-input.ts';

interface IssuerKey {
  /** Address of the public half: `<issuer>#<kid>`. */
  readonly verificationMethod: string;
  readonly privateKey: KeyObject;
}

/** The credential with a Data Integrity proof; rejects what `verifyCredential` would not take. */
export async function signCredential(
  credential: Credential,
  { verificationMethod, privateKey }: IssuerKey,
  { createdAt }: { readonly createdAt: Date },
): Promise<SignedCredential> {
  const options: ProofOptions = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created: toMoment(createdAt),
    verificationMethod,
    proofPurpose: 'assertionMethod',
  };
  const signature = sign(null, await createSigningInput(credential, options), privateKey);
  return signedCredential.parse({ ...credential, proof: { ...options, proofValue: encodeMultibase(signature) } });
}
