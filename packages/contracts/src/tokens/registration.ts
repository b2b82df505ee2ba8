import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { defineProblem } from '../define/problem.ts';
import { bounded, email, id, line, locale, timestamp } from '../shared/fields.ts';
import { roles } from '../shared/roles.ts';
import { authTooManyAttempts, presentedPassword } from './session.ts';
import { spaceNotFound } from './space.ts';

export const authConfirmationInvalid = defineProblem('auth.confirmation_invalid', 400, {
  en: 'The confirmation link is wrong or has expired',
  ru: 'Ссылка подтверждения неверна или устарела',
});
export const authRegistrationContested = defineProblem('auth.registration_contested', 409, {
  en: 'This address was registered more than once: give the password chosen at the registration this link belongs to',
  ru: 'Этот адрес регистрировали несколько раз: укажите пароль, выбранный при той регистрации, к которой относится ссылка',
});
export const authRegistrationPasswordWrong = defineProblem('auth.registration_password_wrong', 403, {
  en: 'Another password was chosen at the registration this link belongs to',
  ru: 'При регистрации, к которой относится ссылка, выбрали другой пароль',
});
export const authPasswordTooCommon = defineProblem('auth.password_too_common', 422, {
  en: 'This password is among the most common ones',
  ru: 'Этот пароль входит в число самых распространённых',
});

// NIST SP 800-63B-4: at least 15 characters for a single factor, at least 64 permitted, no composition rules, Unicode allowed.
const newPassword = bounded(128)
  .min(15)
  .meta({
    description: '15 to 128 characters, any of Unicode; none of the most common passwords',
    examples: ['seven quiet lamps over the river'],
  });

export const register = defineEndpoint('register', 'POST /auth/register', {
  open: true,
  summary: 'Register; a confirmation mail follows. The answer is the same for a known address',
  body: z.strictObject({
    email,
    password: newPassword,
    name: line(1, 100).describe('Name, as others will see it'),
    locale: locale.optional().describe('Language of mails and texts; that of `Accept-Language` by default'),
  }),
  response: z.object({ status: z.literal('confirmation_sent').describe('The same whether the address is known or not') }),
  status: 202,
  errors: [authPasswordTooCommon, spaceNotFound, authTooManyAttempts],
});

export const confirmEmail = defineEndpoint('confirmEmail', 'POST /auth/confirm-email', {
  open: true,
  summary:
    'Confirm the e-mail address with the token of the mail. An address registered with several passwords also needs the one chosen at the registration of this mail',
  body: z.strictObject({
    token: bounded(200).min(1).describe('Token of the link in the mail'),
    password: presentedPassword
      .optional()
      .describe('The password chosen at this registration; needed when the address was registered more than once'),
  }),
  errors: [authConfirmationInvalid, authRegistrationContested, authRegistrationPasswordWrong, authTooManyAttempts],
});

const account = { accountId: id, email: z.string(), name: z.string(), locale };

/** An address was confirmed, whereby its registration became an account. Told again with a later `occurredAt`, the later counts. */
export const accountRegistered = defineEvent(
  'tokens.account-registered.v1',
  z.object({ ...account, roles: z.array(z.enum(roles)), occurredAt: timestamp }),
);

export const emailConfirmed = defineEvent(
  'tokens.email-confirmed.v1',
  z.object({ accountId: id, email: z.string(), occurredAt: timestamp }),
);
