import { serviceNames } from '@lyceum/contracts/services';
import { locale, spaceId } from '@lyceum/contracts/shared/fields';
import { roles } from '@lyceum/contracts/shared/roles';
import { z } from 'zod';

/** `aud` of every access token. */
export const tokenAudience = 'lyceum';

/** Longest life of an access token. */
export const accessTokenSeconds = 900;

/** Claims of an access token (RFC 9068 with our `space`, `roles` and `locale`). */
export const accessClaims = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  jti: z.string(),
  iat: z.int(),
  exp: z.int(),
  space: spaceId,
  roles: z.array(z.enum(roles)),
  amr: z.array(z.string()),
  locale,
});

export type AccessClaims = z.infer<typeof accessClaims>;

/** Claims of a service's own access token (RFC 6749 section 4.4): `sub` and `client_id` are its name, as RFC 9068 2.2 wants it. */
export const serviceClaims = z.object({
  sub: z.enum(serviceNames),
  client_id: z.enum(serviceNames),
  jti: z.uuid(),
  iat: z.int(),
  exp: z.int(),
});

export type ServiceClaims = z.infer<typeof serviceClaims>;
