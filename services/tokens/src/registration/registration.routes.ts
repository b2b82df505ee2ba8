import { type Route, routeWithOwnTransactions } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/tokens/registration';
import { confirmEmail } from './confirm-email.ts';
import { type RegistrationParts, registerAccount } from './register-account.ts';
import type { RegistrationThrottle } from './registration-throttle.ts';

export function registrationRoutes(parts: RegistrationParts & { throttle: RegistrationThrottle }): Route[] {
  return [
    routeWithOwnTransactions(contract.register, { access: 'anyone' }, async (request) => {
      const { body, ctx, client } = request;
      await parts.throttle.register({ space: ctx.space, email: body.email, address: client.address });
      await registerAccount(request, { ...body, locale: body.locale ?? ctx.locale }, parts);
      return { status: 'confirmation_sent' as const };
    }),
    routeWithOwnTransactions(contract.confirmEmail, { access: 'anyone' }, (request) =>
      confirmEmail(request, request.body, parts),
    ),
  ];
}
