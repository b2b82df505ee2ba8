import { type Route, routeWithOwnTransactions } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/tokens/registration';
import type { Passwords } from '../account/passwords.ts';
import { confirmEmail } from './confirm-email.ts';
import { registerAccount } from './register-account.ts';
import type { RegistrationThrottle } from './registration-throttle.ts';

export function registrationRoutes(parts: { passwords: Passwords; throttle: RegistrationThrottle }): Route[] {
  return [
    routeWithOwnTransactions(contract.register, { access: 'anyone' }, async (request) => {
      const { body, ctx, client } = request;
      await parts.throttle.register({ space: ctx.space, email: body.email, address: client.address });
      await registerAccount(request, { ...body, locale: body.locale ?? ctx.locale }, parts.passwords);
      return { status: 'confirmation_sent' as const };
    }),
    routeWithOwnTransactions(contract.confirmEmail, { access: 'anyone' }, (request) =>
      confirmEmail(request, request.body, parts),
    ),
  ];
}
