import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { bounded, email } from '../shared/fields.ts';

export const authInvalidCredentials = defineProblem('auth.invalid_credentials', 401, {
  en: 'Wrong e-mail or password, or the e-mail is not confirmed',
  ru: 'Неверная почта или пароль, либо почта не подтверждена',
});
export const authRefreshInvalid = defineProblem('auth.refresh_invalid', 401, {
  en: 'The session has ended, sign in again',
  ru: 'Сеанс завершён, войдите снова',
});
export const authTooManyAttempts = defineProblem('auth.too_many_attempts', 429, {
  en: 'Too many attempts, wait a little',
  ru: 'Слишком много попыток, подождите',
});
export const authUnsupportedGrantType = defineProblem('auth.unsupported_grant_type', 400, {
  en: 'Unsupported grant type',
  ru: 'Тип разрешения на доступ не поддерживается',
});

export const authInvalidClient = defineProblem('auth.invalid_client', 401, {
  en: 'Unknown client or wrong secret',
  ru: 'Неизвестный клиент или неверный секрет',
});

export const presentedPassword = bounded(1024).min(1).describe('Password of the account');

export const session = z
  .object({
    accessToken: z.string().describe('JWT (RFC 9068) for `Authorization: Bearer`'),
    tokenType: z.literal('Bearer').describe('How the access token is sent'),
    expiresIn: z.int().describe('Seconds until the access token expires'),
    refreshToken: z.string().describe('Opaque, used once: exchange it with `refresh`'),
    refreshExpiresIn: z.int().describe('Seconds until the refresh token expires'),
  })
  .meta({
    id: 'Session',
    description: 'An access token, and the refresh token that gives the next one. Times are seconds from now',
  });

export type Session = z.infer<typeof session>;

export const login = defineEndpoint('login', 'POST /auth/login', {
  open: true,
  summary: 'Sign in',
  body: z.strictObject({ email, password: presentedPassword }),
  response: session,
  errors: [authInvalidCredentials, authTooManyAttempts],
});

export const tokenGrant = defineEndpoint('tokenGrant', 'POST /auth/token', {
  open: true,
  summary: 'OAuth 2.0 token endpoint (RFC 6749): grants password, refresh_token and, for services, client_credentials',
  consumes: 'application/x-www-form-urlencoded',
  // RFC 6749 3.2
  ignoresUnknown: true,
  body: z.object({
    grant_type: bounded(100).describe('`password`, `refresh_token` or, for services, `client_credentials`'),
    username: bounded(254).optional().describe('E-mail address of the account; of the grant `password`'),
    password: presentedPassword.optional().describe('Password of the account; of the grant `password`'),
    refresh_token: bounded(200).optional().describe('Refresh token; of the grant `refresh_token`'),
    scope: bounded(500).optional().describe('Taken and ignored: rights come from the roles of the account'),
    client_id: bounded(200).optional().describe('Name of a service; of the grant `client_credentials`, ignored with others'),
    client_secret: bounded(200)
      .optional()
      .describe('Secret of a service; of the grant `client_credentials`, ignored with others'),
  }),
  response: z.object({
    access_token: z.string().describe('JWT (RFC 9068) for `Authorization: Bearer`'),
    token_type: z.literal('Bearer').describe('How the access token is sent'),
    expires_in: z.int().describe('Seconds until the access token expires'),
    refresh_token: z
      .string()
      .optional()
      .describe(
        'Opaque, used once: exchange it with the grant `refresh_token`; absent with client credentials (RFC 6749, 4.4.3)',
      ),
  }),
  oauthErrors: {
    'auth.invalid_client': 'invalid_client',
    'auth.invalid_credentials': 'invalid_grant',
    'auth.refresh_invalid': 'invalid_grant',
    'auth.unsupported_grant_type': 'unsupported_grant_type',
  },
  errors: [authInvalidCredentials, authInvalidClient, authRefreshInvalid, authUnsupportedGrantType, authTooManyAttempts],
});

export const refresh = defineEndpoint('refresh', 'POST /auth/refresh', {
  open: true,
  summary:
    'Exchange the refresh token for the next pair. Repeated within 10 s it gives the same successor, later it ends the session',
  body: z.strictObject({ refreshToken: bounded(200).min(1).describe('Refresh token of the last answer') }),
  response: session,
  errors: [authRefreshInvalid],
});

export const logout = defineEndpoint('logout', 'POST /auth/logout', {
  summary: 'End this session; its access tokens are refused within a second everywhere',
});
