import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';

export const jwks = defineEndpoint('jwks', 'GET /.well-known/jwks.json', {
  open: true,
  summary: 'Public keys that verify access tokens (RFC 7517)',
  cacheSeconds: 300,
  response: z.object({
    keys: z
      .array(
        z.object({
          kty: z.literal('EC').describe('Family of the algorithm'),
          crv: z.literal('P-256').describe('Curve of the key'),
          x: z.string().describe('Abscissa of the point (base64url)'),
          y: z.string().describe('Ordinate of the point (base64url)'),
          kid: z.string().describe('Id of the key, which the head of a token names'),
          alg: z.literal('ES256').describe('Algorithm of the signatures'),
          use: z.literal('sig').describe('What the key is for: signatures'),
        }),
      )
      .describe('Keys that sign now, and those whose tokens are still valid'),
  }),
});

export type Jwks = z.infer<(typeof jwks)['response']>;
