import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { type Route, route, routeWithOwnTransactions } from '@lyceum/common/http';
import type { Revocations } from '@lyceum/common/revocations';
import { requestInvalid } from '@lyceum/contracts/shared/common-problems';
import { email } from '@lyceum/contracts/shared/fields';
import * as contract from '@lyceum/contracts/tokens/session';
import { authUnsupportedGrantType } from '@lyceum/contracts/tokens/session';
import { endSession } from './end-session.ts';
import { refreshSession } from './refresh-session.ts';
import { type SignInParts, signIn } from './sign-in.ts';

export function sessionRoutes(parts: SignInParts & { revocations: Revocations }): Route[] {
  return [
    routeWithOwnTransactions(contract.login, { access: 'anyone' }, (request) => signIn(request, request.body, parts)),
    routeWithOwnTransactions(contract.tokenGrant, { access: 'anyone' }, async (request) => {
      const { body, ctx, transact } = request;
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
