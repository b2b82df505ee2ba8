import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { authTokenInvalid, preconditionFailed } from '@lyceum/contracts/shared/common-problems';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { confirmEmail, register } from '@lyceum/contracts/tokens/registration';
import {
  authInvalidCredentials,
  authRefreshInvalid,
  login,
  logout,
  refresh,
  type Session,
  tokenGrant,
} from '@lyceum/contracts/tokens/session';
import { getMe, type Profile, profileNotFound, updateMe } from '@lyceum/contracts/users/profile';
import { type Api, expectProblem } from './api.ts';
import { type Mailbox, waitForMail } from './mailbox.ts';
import { poll } from './poll.ts';

export interface Person {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly locale: Locale;
}

const cyrillic = /[а-яё]/i;

/** Somebody whose mail has come and whose address is not confirmed yet. */
interface Registered extends Person {
  /** Of the link in the mail. */
  readonly token: string;
}

/** Registers somebody new, and checks that the mail is in their language. */
export async function registerByMail(api: Api, mailbox: Mailbox, name: string, locale: Locale): Promise<Registered> {
  const email = `smoke-${randomBytes(8).toString('hex')}@lyceum.example`;
  const password = randomBytes(15).toString('base64url');
  await api.call(register, { body: { email, password, name }, headers: { 'accept-language': locale } });
  const isConfirmation = (mail: { text: string }) => getToken(mail.text) !== undefined;
  const mail = await waitForMail(mailbox, email, 'the confirmation mail', isConfirmation);
  assert.equal(cyrillic.test(mail.subject), locale === 'ru', `language of the subject: ${mail.subject}`);
  return { email, password, name, locale, token: getToken(mail.text) ?? '' };
}

/** The same, and follows the link of the mail. */
export async function registerAndConfirm(api: Api, mailbox: Mailbox, name: string, locale: Locale): Promise<Person> {
  const { token, ...person } = await registerByMail(api, mailbox, name, locale);
  const { email, password } = person;
  await expectProblem(await api.send(login, { body: { email, password } }), authInvalidCredentials);
  await api.call(confirmEmail, { body: { token } });
  return person;
}

function getToken(text: string): string | undefined {
  return /token=([\w-]+)/.exec(text)?.[1];
}

export async function signIn(api: Api, { email, password }: Person): Promise<Session> {
  return (await api.call(login, { body: { email, password } })).body;
}

/** OAuth 2.0 password form, as Swagger UI sends it. */
export async function signInByForm(api: Api, { email, password }: Person): Promise<string> {
  const body = { grant_type: 'password', username: email, password };
  return (await api.call(tokenGrant, { body })).body.access_token;
}

/** The profile comes from an event, so it may take a moment. */
export async function waitForProfile(api: Api, token: string): Promise<Profile> {
  return poll('the profile', 10_000, async () => {
    const response = await api.send(getMe, { token });
    if (response.status !== 404) return getMe.response.parse(await response.json());
    await expectProblem(response, profileNotFound);
    return undefined;
  });
}

/** Updates with the version that was read, then with the one that is stale by now. */
export async function updateProfile(api: Api, token: string): Promise<void> {
  const etag = (await api.call(getMe, { token })).headers.get('etag');
  assert.ok(etag, 'GET /users/me has an ETag');
  const about = 'Веду практикум по тестированию';
  const changed = await api.call(updateMe, { token, body: { about }, headers: { 'if-match': etag } });
  assert.equal(changed.body.about, about);
  const stale = await api.send(updateMe, { token, body: { about: 'lost' }, headers: { 'if-match': etag } });
  await expectProblem(stale, preconditionFailed);
}

/** Each refresh token works once; a repeat at once gets the same successor. */
export async function rotate(api: Api, session: Session): Promise<Session> {
  const body = { refreshToken: session.refreshToken };
  const next = (await api.call(refresh, { body })).body;
  assert.notEqual(next.refreshToken, session.refreshToken, 'the refresh token changes');
  const repeated = (await api.call(refresh, { body })).body;
  assert.equal(repeated.refreshToken, next.refreshToken, 'a repeat within the grace time gets the same successor');
  return next;
}

/** Ends the session and checks that nothing of it works a second later. */
export async function signOut(api: Api, session: Session): Promise<void> {
  const token = session.accessToken;
  await api.call(logout, { token });
  const refused = async () => {
    const response = await api.send(getMe, { token });
    return response.status === 401 ? response : undefined;
  };
  await expectProblem(await poll('refusal of the ended session', 1000, refused, 50), authTokenInvalid);
  await expectProblem(await api.send(refresh, { body: { refreshToken: session.refreshToken } }), authRefreshInvalid);
}
