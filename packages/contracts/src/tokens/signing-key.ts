import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';

export const jwks = defineEndpoint('GET /.well-known/jwks.json', {
  open: true,
  summary: 'Public keys that verify access tokens (RFC 7517)',
  cacheSeconds: 300,
  response: z.object({
    keys: z.array(
      z.object({
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        x: z.string(),
        y: z.string(),
        kid: z.string(),
        alg: z.literal('ES256'),
        use: z.literal('sig'),
      }),
    ),
  }),
});

export type Jwks = z.infer<(typeof jwks)['response']>;
