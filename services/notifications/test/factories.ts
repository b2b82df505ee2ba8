import { randomUUID } from 'node:crypto';
import type { EventPayload } from '@lyceum/contracts/define/event';
import { type programFailed, programGenerated } from '@lyceum/contracts/program-generation/generation';
import type { Locale } from '@lyceum/contracts/shared/fields';
import {
  accountRegistered,
  type emailConfirmationRequested,
  type registrationRepeated,
} from '@lyceum/contracts/tokens/registration';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import type { TestService } from '@lyceum/testing/service';
import { MailEntity, type MailRow } from '../src/mail/mail.entity.ts';

export interface Recipient extends TestActor {
  email: string;
  name: string;
}

type RecipientParts = Partial<Pick<Recipient, 'name' | 'space' | 'locale' | 'email'>>;

/** Somebody this service has not heard of. */
export function buildStranger({ name = 'Anna Petrova', space = 'main', locale = 'en', email }: RecipientParts = {}): Recipient {
  const actor = asUser({ space, locale });
  return { ...actor, name, email: email ?? `${actor.id}@example.org` };
}

/** Somebody whose registration was told of. */
export async function buildRecipient(service: TestService, parts: RecipientParts = {}): Promise<Recipient> {
  const recipient = buildStranger(parts);
  await service.deliver(accountRegistered, buildRegistration(recipient), { space: recipient.space });
  return recipient;
}

const occurredAt = '2026-11-20T10:00:00.000Z';

function accountOf({ id: accountId, email, name, locale }: Recipient) {
  return { accountId, email, name, locale };
}

export function buildRegistration(recipient: Recipient): EventPayload<typeof accountRegistered> {
  return { ...accountOf(recipient), roles: ['user'], occurredAt };
}

export function buildConfirmation(
  recipient: Recipient,
  { token = randomUUID(), contested = false, expiresAt }: { token?: string; contested?: boolean; expiresAt: Date },
): EventPayload<typeof emailConfirmationRequested> {
  return { ...accountOf(recipient), token, contested, expiresAt: expiresAt.toISOString() };
}

export function buildRepeatedRegistration(recipient: Recipient): EventPayload<typeof registrationRepeated> {
  return { ...accountOf(recipient), occurredAt };
}

export function buildGenerated(
  { id: ownerId }: Pick<Recipient, 'id'>,
  overrides: Partial<EventPayload<typeof programGenerated>> = {},
): EventPayload<typeof programGenerated> {
  return {
    programId: randomUUID(),
    ownerId,
    title: 'Data analysis',
    hours: 72,
    language: 'en' satisfies Locale,
    models: [],
    occurredAt,
    ...overrides,
  };
}

export function buildFailed(
  { id: ownerId }: Pick<Recipient, 'id'>,
  overrides: Partial<EventPayload<typeof programFailed>> = {},
): EventPayload<typeof programFailed> {
  return {
    programId: randomUUID(),
    ownerId,
    title: 'Data analysis',
    reason: 'The model did not answer',
    occurredAt,
    ...overrides,
  };
}

/** A mail that waits for its job, which was taken out of the outbox. */
export async function buildQueuedMail(service: TestService, parts: RecipientParts = {}): Promise<MailRow> {
  const recipient = await buildRecipient(service, parts);
  const { space } = recipient;
  await service.deliver(programGenerated, buildGenerated(recipient), { space });
  return service.rows(async (db) => {
    const mail = await db.findOneByOrFail(MailEntity, { accountId: recipient.id });
    await db.query("DELETE FROM outbox WHERE payload->>'mailId' = $1", [mail.id]);
    return mail;
  }, space);
}

export async function findMail(service: TestService, { id: accountId, space }: TestActor): Promise<MailRow> {
  return service.rows((db) => db.findOneByOrFail(MailEntity, { accountId }), space);
}
