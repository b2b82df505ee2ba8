import { tokenGrant } from '@lyceum/contracts/tokens/session';
import jwt from 'jsonwebtoken';
import { nextServiceSecret, service, serviceSecret } from '../../test/tokens-service.ts';
import { newVerifier } from '../../test/verify-access.ts';

const grant = (body: Record<string, string>, authorization?: string) =>
  service.call(tokenGrant, {
    body: { grant_type: 'client_credentials', ...body },
    headers: authorization === undefined ? {} : { authorization },
  });
const basic = (client: string, secret: string) => `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`;

const name = 'program-generation';

describe('POST /auth/token with client credentials', () => {
  it.each([
    ['by HTTP Basic', () => grant({}, basic(name, serviceSecret))],
    ['by HTTP Basic, percent-encoded', () => grant({}, basic(name.replace('-', '%2D'), serviceSecret))],
    ['by the secret that comes next', () => grant({}, basic(name, nextServiceSecret))],
    ['in the form', () => grant({ client_id: name, client_secret: serviceSecret })],
  ])('gives a service that says who it is %s a token for a quarter of an hour and no refresh token', async (_how, ask) => {
    const { status, body, headers } = await ask();
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 900 });
    expect(jwt.decode(body.access_token, { complete: true })).toMatchObject({
      header: { typ: 'at+jwt', alg: 'ES256' },
      payload: { sub: name, client_id: name },
    });
    expect(await newVerifier().verifyService(body.access_token)).toMatchObject({ service: name });
    await expect(newVerifier().verify(body.access_token)).rejects.toMatchObject({ problem: { code: 'auth.token_invalid' } });
  });

  it.each([
    ['a wrong secret', () => grant({}, basic(name, 'x'.repeat(64)))],
    ['no secret', () => grant({}, basic(name, ''))],
    ['a service of the registry that was given no secret', () => grant({}, basic('users', serviceSecret))],
    ['no service', () => grant({}, basic('printer', serviceSecret))],
    ['a name of every object', () => grant({}, basic('constructor', serviceSecret))],
    ['nothing that can be decoded', () => grant({}, basic('%zz', serviceSecret))],
    ['the token of a person', () => grant({}, 'Bearer x')],
    ['both ways at once', () => grant({ client_id: name, client_secret: serviceSecret }, basic(name, serviceSecret))],
    ['nothing at all', () => grant({})],
    ['a name without a secret in the form', () => grant({ client_id: name })],
  ])('answers invalid_client for %s', async (_what, ask) => {
    const { status, body } = await ask();
    expect([status, body.error, body.code]).toEqual([401, 'invalid_client', 'auth.invalid_client']);
  });

  it('names the scheme it wants to whoever used it (RFC 6749 section 5.2)', async () => {
    const { headers } = await grant({}, basic(name, 'wrong'));
    expect(headers['www-authenticate']).toMatch(/^Basic /);
  });
});
