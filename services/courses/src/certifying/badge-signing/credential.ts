import { z } from 'zod';

/** Terms of Verifiable Credentials 2.0 and of its proofs. */
export const credentialsContext = 'https://www.w3.org/ns/credentials/v2';
/** Terms of Open Badges 3.0. */
export const badgesContext = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
/** Has the type of a revocation list, which the context of badges lacks. */
export const extensionsContext = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json';

/** Half of a surrogate pair has no bytes of its own in UTF-8, so a signature would not cover it. */
const words = z.string().refine((value) => value.isWellFormed());
/** Without the characters that RFC 3987 keeps out of addresses. */
const address = z.string().refine((value) => /^https?:\/\/[^\s\p{C}<>"{}|\\^`]+$/u.test(value) && URL.canParse(value));
const moment = z.iso.datetime();

const hashedEmail = z.strictObject({
  type: z.literal('IdentityObject'),
  hashed: z.literal(true),
  identityHash: z.string().regex(/^sha256\$[\da-f]{64}$/),
  identityType: z.literal('emailAddress'),
  salt: words,
});

const plainName = z.strictObject({
  type: z.literal('IdentityObject'),
  hashed: z.literal(false),
  identityHash: words,
  identityType: z.literal('name'),
});

/** Open Badges 3.0 on the data model of Verifiable Credentials 2.0, as far as our badges go: each term is one we know. */
const credential = z.strictObject({
  '@context': z.union([
    z.tuple([z.literal(credentialsContext), z.literal(badgesContext)]),
    z.tuple([z.literal(credentialsContext), z.literal(badgesContext), z.literal(extensionsContext)]),
  ]),
  id: address,
  type: z.tuple([z.literal('VerifiableCredential'), z.literal('OpenBadgeCredential')]),
  issuer: z.strictObject({ id: address, type: z.tuple([z.literal('Profile')]), name: words }),
  name: words,
  validFrom: moment,
  validUntil: moment.optional(),
  credentialSubject: z.strictObject({
    type: z.tuple([z.literal('AchievementSubject')]),
    identifier: z.union([z.tuple([hashedEmail]), z.tuple([hashedEmail, plainName])]),
    achievement: z.strictObject({
      id: address,
      type: z.tuple([z.literal('Achievement')]),
      achievementType: z.enum(['Course', 'Badge']),
      name: words,
      description: words,
      criteria: z.strictObject({ narrative: words }),
    }),
  }),
  evidence: z
    .tuple([
      z.strictObject({
        id: address,
        type: z.tuple([z.literal('Evidence')]),
        description: words,
        digestSRI: z.string().regex(/^sha256-[A-Za-z\d+/]{43}=$/),
      }),
    ])
    .optional(),
  credentialStatus: z.strictObject({ id: address, type: z.literal('1EdTechRevocationList') }).optional(),
});

const proofOptions = z.strictObject({
  type: z.literal('DataIntegrityProof'),
  cryptosuite: z.literal('eddsa-rdfc-2022'),
  created: moment,
  verificationMethod: address,
  proofPurpose: z.literal('assertionMethod'),
});

/** A credential with its proof, by a key of its issuer. */
export const signedCredential = credential
  .extend({ proof: proofOptions.extend({ proofValue: z.string() }) })
  .refine(({ issuer, proof }) => proof.verificationMethod.startsWith(`${issuer.id}#`))
  .refine(hasDistinctAddresses, 'Addresses in a badge differ from each other');

/** What is said of one address is signed as one set: texts of two things at the same one could be exchanged. */
function hasDistinctAddresses({ id, issuer, credentialSubject, evidence, credentialStatus }: Credential): boolean {
  const things = [issuer, credentialSubject.achievement, ...(evidence ?? []), ...(credentialStatus ? [credentialStatus] : [])];
  return new Set([id, ...things.map((thing) => thing.id)]).size === things.length + 1;
}

/** A badge before it is signed. */
export type Credential = z.output<typeof credential>;
/** How a credential is signed: all of its proof but the signature, which covers this, too. */
export type ProofOptions = z.output<typeof proofOptions>;
/** A badge as its recipient shows it to others. */
export type SignedCredential = z.output<typeof signedCredential>;

/** In seconds, which each verifier reads. */
export function toMoment(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
