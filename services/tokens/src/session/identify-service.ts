import { createHash, timingSafeEqual } from 'node:crypto';
import { fail } from '@lyceum/common/errors';
import { type ServiceName, serviceNames } from '@lyceum/contracts/services';
import { authInvalidClient } from '@lyceum/contracts/tokens/session';

/** SHA-256 of the secrets of each service, in hexadecimal digits: more than one while a secret is replaced. */
export type SecretHashes = Readonly<Partial<Record<ServiceName, readonly string[]>>>;

export interface Credentials {
  readonly client: string;
  readonly secret: string;
}

/**
 * What a client says it is: by HTTP Basic with name and secret form-encoded, or in the form (RFC 6749 section 2.3.1). Undefined when
 * it says nothing, what cannot be read, or both ways at once (section 2.3).
 */
export function readCredentials(
  authorization: string | undefined,
  { client_id: client = '', client_secret: secret = '' }: { client_id?: string | undefined; client_secret?: string | undefined },
): Credentials | undefined {
  const [, encoded] = /^Basic +([\w+/=-]+)$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return client && secret ? { client, secret } : undefined;
  if (secret) return undefined;
  const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  try {
    return { client: decodeURIComponent(name), secret: decodeURIComponent(rest.join(':')) };
  } catch {
    return undefined; // no form encoding
  }
}

/** The secret has 256 bits, so nobody finds it by trying and a plain hash keeps it. Throws `auth.invalid_client`. */
export function identifyService(credentials: Credentials | undefined, hashes: SecretHashes): ServiceName {
  const service = serviceNames.find((name) => name === credentials?.client);
  const given = createHash('sha256')
    .update(credentials?.secret ?? '')
    .digest();
  const isKnown = service && hashes[service]?.some((hash) => timingSafeEqual(given, Buffer.from(hash, 'hex')));
  if (!service || !isKnown) throw fail(authInvalidClient);
  return service;
}
