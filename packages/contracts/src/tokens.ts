import { z } from 'zod';
import { defineEndpoint, defineErrors, defineEvent } from './define.ts';
import { bounded, email, id, line, locale, spaceId, timestamp } from './fields.ts';
import { roles } from './roles.ts';

export const tokensProblems = defineErrors({
  'auth.invalid_credentials': {
    status: 401,
    title: {
      en: 'Wrong e-mail or password, or the e-mail is not confirmed',
      ru: 'Неверная почта или пароль, либо почта не подтверждена',
    },
  },
  'auth.refresh_invalid': {
    status: 401,
    title: { en: 'The session has ended, sign in again', ru: 'Сеанс завершён, войдите снова' },
  },
  'auth.confirmation_invalid': {
    status: 400,
    title: { en: 'The confirmation link is wrong or has expired', ru: 'Ссылка подтверждения неверна или устарела' },
  },
  'auth.registration_contested': {
    status: 409,
    title: {
      en: 'This address was registered more than once: give the password chosen at the registration this link belongs to',
      ru: 'Этот адрес регистрировали несколько раз: укажите пароль, выбранный при той регистрации, к которой относится ссылка',
    },
  },
  'auth.registration_password_wrong': {
    status: 403,
    title: {
      en: 'Another password was chosen at the registration this link belongs to',
      ru: 'При регистрации, к которой относится ссылка, выбрали другой пароль',
    },
  },
  'auth.password_too_common': {
    status: 422,
    title: { en: 'This password is among the most common ones', ru: 'Этот пароль входит в число самых распространённых' },
  },
  'auth.too_many_attempts': {
    status: 429,
    title: { en: 'Too many attempts, wait a little', ru: 'Слишком много попыток, подождите' },
  },
  'auth.unsupported_grant_type': { status: 400, title: { en: 'Unsupported grant type', ru: 'Тип гранта не поддерживается' } },
  'space.not_found': { status: 404, title: { en: 'There is no such space', ru: 'Такого пространства нет' } },
  'space.taken': { status: 409, title: { en: 'A space of this name exists', ru: 'Пространство с таким именем уже есть' } },
});

// NIST SP 800-63B-4: at least 15 characters for a single factor, at least 64 permitted, no composition rules, Unicode allowed.
const newPassword = bounded(128).min(15);
const presentedPassword = bounded(1024).min(1);

/** Access token: JWT (RFC 9068). Refresh token: opaque, used once, see `refresh`. Times are seconds from now. */
export const session = z
  .object({
    accessToken: z.string(),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int(),
    refreshToken: z.string(),
    refreshExpiresIn: z.int(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof session>;

export const register = defineEndpoint('POST /auth/register', {
  open: true,
  summary: 'Register; a confirmation mail follows. The answer is the same for a known address',
  body: z.strictObject({ email, password: newPassword, name: line(1, 100), locale: locale.optional() }),
  response: z.object({ status: z.literal('confirmation_sent') }),
  status: 202,
  errors: ['auth.password_too_common', 'space.not_found', 'auth.too_many_attempts'],
});

export const confirmEmail = defineEndpoint('POST /auth/confirm-email', {
  open: true,
  summary:
    'Confirm the e-mail address with the token of the mail. An address registered with several passwords also needs the one chosen at the registration of this mail',
  body: z.strictObject({ token: bounded(200).min(1), password: presentedPassword.optional() }),
  errors: [
    'auth.confirmation_invalid',
    'auth.registration_contested',
    'auth.registration_password_wrong',
    'auth.too_many_attempts',
  ],
});

export const login = defineEndpoint('POST /auth/login', {
  open: true,
  summary: 'Sign in',
  body: z.strictObject({ email, password: presentedPassword }),
  response: session,
  errors: ['auth.invalid_credentials', 'auth.too_many_attempts'],
});

export const tokenGrant = defineEndpoint('POST /auth/token', {
  open: true,
  summary: 'OAuth 2.0 token endpoint (RFC 6749): grants password and refresh_token',
  consumes: 'application/x-www-form-urlencoded',
  // RFC 6749 3.2
  ignoresUnknown: true,
  body: z.object({
    grant_type: bounded(100),
    username: bounded(254).optional(),
    password: presentedPassword.optional(),
    refresh_token: bounded(200).optional(),
    scope: bounded(500).optional(),
    client_id: bounded(200).optional(),
    client_secret: bounded(200).optional(),
  }),
  response: z.object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int(),
    refresh_token: z.string(),
  }),
  oauthErrors: {
    'auth.invalid_credentials': 'invalid_grant',
    'auth.refresh_invalid': 'invalid_grant',
    'auth.unsupported_grant_type': 'unsupported_grant_type',
  },
  errors: ['auth.invalid_credentials', 'auth.refresh_invalid', 'auth.unsupported_grant_type', 'auth.too_many_attempts'],
});

export const refresh = defineEndpoint('POST /auth/refresh', {
  open: true,
  summary:
    'Exchange the refresh token for the next pair. Repeated within 10 s it gives the same successor, later it ends the session',
  body: z.strictObject({ refreshToken: bounded(200).min(1) }),
  response: session,
  errors: ['auth.refresh_invalid'],
});

export const logout = defineEndpoint('POST /auth/logout', {
  summary: 'End this session; its access tokens are refused within a second everywhere',
});

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

export const createSpace = defineEndpoint('POST /spaces', {
  summary: 'Create a space: a school of its own in this installation. Only from the space main',
  body: z.strictObject({ id: spaceId, title: line(1, 200) }),
  response: z.object({ id: spaceId, title: z.string(), createdAt: timestamp }),
  status: 201,
  errors: ['space.taken'],
  idempotent: true,
});

const account = { accountId: id, email: z.string(), name: z.string(), locale };

/** An address was confirmed, whereby its registration became an account. Told again with a later `occurredAt`, the later counts. */
export const accountRegistered = defineEvent(
  'tokens.account-registered.v1',
  z.object({ ...account, roles: z.array(z.enum(roles)), occurredAt: timestamp }),
);

/**
 * `accountId` is the id the account will have if this registration is confirmed. `contested`: the address was registered with
 * another password before.
 */
export const emailConfirmationRequested = defineEvent(
  'tokens.email-confirmation-requested.v1',
  z.object({ ...account, token: z.string(), contested: z.boolean().default(false), expiresAt: timestamp }),
);

/** Somebody registered with an address that has a confirmed account: its owner is told, the one who asked is not. */
export const registrationRepeated = defineEvent(
  'tokens.registration-repeated.v1',
  z.object({ ...account, occurredAt: timestamp }),
);

export const emailConfirmed = defineEvent(
  'tokens.email-confirmed.v1',
  z.object({ accountId: id, email: z.string(), occurredAt: timestamp }),
);

export const spaceCreated = defineEvent(
  'tokens.space-created.v1',
  z.object({ spaceId, title: z.string(), occurredAt: timestamp }),
);
