import { type Route, route, routeWithOwnTransactions } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/tokens';
import { confirmEmail } from './confirm-email.ts';
import type { Passwords } from './passwords.ts';
import { registerAccount } from './register-account.ts';
import type { RegistrationThrottle } from './registration-throttle.ts';

export function accountRoutes({ passwords, throttle }: { passwords: Passwords; throttle: RegistrationThrottle }): Route[] {
  return [
    routeWithOwnTransactions(contract.register, { access: 'anyone' }, async (request) => {
      const { body, ctx, client } = request;
      await throttle({ space: ctx.space, email: body.email, address: client.address });
      await registerAccount(request, { ...body, locale: body.locale ?? ctx.locale }, passwords);
      return { status: 'confirmation_sent' as const };
    }),
    route(contract.confirmEmail, { access: 'anyone' }, ({ body, db, ctx }) => confirmEmail(db, ctx, body.token)),
  ];
}
