import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { type Route, route, routeWithOwnTransactions } from '@lyceum/common/http';
import type { Revocations } from '@lyceum/common/revocations';
import { requestInvalid } from '@lyceum/contracts/shared/common-problems';
import { email } from '@lyceum/contracts/shared/fields';
import * as contract from '@lyceum/contracts/tokens/session';
import { authUnsupportedGrantType } from '@lyceum/contracts/tokens/session';
import type { AccessTokens } from './access-tokens.ts';
import { endSession } from './end-session.ts';
import { identifyService, readCredentials, type SecretHashes } from './identify-service.ts';
import { refreshSession } from './refresh-session.ts';
import { type SignInParts, signIn } from './sign-in.ts';

interface SessionParts extends SignInParts {
  readonly accessTokens: AccessTokens;
  readonly revocations: Revocations;
  readonly serviceSecrets: SecretHashes;
}

export function sessionRoutes(parts: SessionParts): Route[] {
  return [
    routeWithOwnTransactions(contract.login, { access: 'anyone' }, (request) => signIn(request, request.body, parts)),
    routeWithOwnTransactions(contract.tokenGrant, { access: 'anyone' }, async (request) => {
      const { body, client, ctx, transact } = request;
      switch (body.grant_type) {
        case 'password': {
          const username = required(ctx, 'username', body.username);
          const password = required(ctx, 'password', body.password);
          return presentGrant(await signIn(request, { email: toAddress(username), password }, parts));
        }
        case 'refresh_token': {
          const token = required(ctx, 'refresh_token', body.refresh_token);
          return presentGrant(await transact((db) => refreshSession(db, ctx, token, parts)));
        }
        case 'client_credentials': {
          const service = identifyService(readCredentials(client.authorization, body), parts.serviceSecrets);
          const { accessToken, expiresIn } = parts.accessTokens.signForService(service, ctx.now());
          return { access_token: accessToken, token_type: 'Bearer' as const, expires_in: expiresIn };
        }
        default:
          throw fail(authUnsupportedGrantType);
      }
    }),
    route(contract.refresh, { access: 'anyone' }, ({ body, db, ctx }) => refreshSession(db, ctx, body.refreshToken, parts)),
    route(contract.logout, { access: 'signed-in' }, ({ db, ctx, actor }) =>
      endSession(db, ctx, actor.sessionId, parts.revocations),
    ),
  ];
}

/** As registered; what is no address has no account. */
function toAddress(username: string): string {
  return email.safeParse(username).data ?? username;
}

const missing = { en: 'this grant needs it', ru: 'обязательно для этого типа разрешения на доступ' };

/** Which fields of the form are needed depends on the grant. */
function required(ctx: Context, name: string, value: string | undefined): string {
  if (value) return value;
  throw fail(requestInvalid, { errors: [{ pointer: `/body/${name}`, message: missing[ctx.locale] }] });
}

/** RFC 6749 5.1 */
function presentGrant({ accessToken, tokenType, expiresIn, refreshToken }: contract.Session) {
  return { access_token: accessToken, token_type: tokenType, expires_in: expiresIn, refresh_token: refreshToken };
}
