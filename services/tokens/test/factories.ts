import { randomBytes, randomInt, randomUUIDv7 } from 'node:crypto';
import { gatewayHeader } from '@lyceum/common/client-address';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { Role } from '@lyceum/contracts/shared/roles';
import * as contract from '@lyceum/contracts/tokens/session';
import { gatewaySecret } from '@lyceum/testing/service';
import { hash } from '@node-rs/argon2';
import { AccountEntity, type AccountRow } from '../src/account/account.entity.ts';
import { SpaceEntity } from '../src/space/space.entity.ts';
import { service } from './tokens-service.ts';

export const buildEmail = () => `${randomBytes(6).toString('hex')}@example.org`;
export const buildPassword = () => randomBytes(12).toString('base64url');

/** Limits are counted by address: each test comes from its own. */
export function buildAddress(): string {
  return [10, randomInt(256), randomInt(256), randomInt(1, 255)].join('.');
}

export const from = (address: string) => ({ 'x-forwarded-for': address, [gatewayHeader]: gatewaySecret });

export interface TestAccount extends AccountRow {
  readonly password: string;
  readonly space: string;
}

/** An account with a confirmed address, as a row. */
export async function buildAccount(overrides: Partial<TestAccount> = {}): Promise<TestAccount> {
  const password = overrides.password ?? buildPassword();
  const account: TestAccount = {
    id: randomUUIDv7(),
    email: buildEmail(),
    passwordHash: await hash(password.normalize('NFC')),
    name: 'Anna Belova',
    locale: 'en',
    roles: ['user'],
    emailConfirmedAt: service.clock.now(),
    createdAt: service.clock.now(),
    space: 'main',
    ...overrides,
    password,
  };
  const { password: _, space, ...row } = account;
  await service.rows((db) => db.insert(AccountEntity, row), space);
  return account;
}

/** A space of its own, as a row; returns its name. */
export async function buildSpace(): Promise<string> {
  const id = `school-${randomBytes(4).toString('hex')}`;
  await service.rows((db) => db.insert(SpaceEntity, { id, title: 'School', createdAt: service.clock.now() }), id);
  return id;
}

/** Signs in for real. */
export async function buildSession(overrides: Partial<TestAccount> = {}): Promise<contract.Session & { account: TestAccount }> {
  const account = await buildAccount(overrides);
  return { ...(await signInAs(account)), account };
}

export async function signInAs({ email, password, space }: TestAccount): Promise<contract.Session> {
  const response = await service.call(contract.login, { body: { email, password }, space, headers: from(buildAddress()) });
  return contract.session.parse(response.body);
}

export const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });

/** Headers of somebody who signed in with this role. */
export async function asRole(role: Role, space = 'main'): Promise<Record<string, string>> {
  const { accessToken } = await buildSession({ roles: [role], space });
  return bearer(accessToken);
}

/** What a client may send to register. */
export function buildRegistration(
  overrides: Partial<{ email: string; password: string; name: string; locale: 'en' | 'ru' }> = {},
) {
  return { email: buildEmail(), password: buildPassword(), name: 'Anna Belova', ...overrides };
}

/** What the mails to an address say that wait in the outbox, the newest last. */
export async function mailsTo(email: string) {
  const requested = (await service.outbox(mailRequested.name)).map(({ payload }) => mailRequested.schema.parse(payload));
  return requested
    .filter(({ to }) => to?.email === email)
    .map((mail) => {
      const { action, paragraphs } = mail.letters.en;
      const token = new URL(action?.path ?? '/', 'http://lyceum.test').searchParams.get('token') ?? '';
      return { ...mail, token, contested: paragraphs.some((text) => text.includes('registered more than once')) };
    });
}
