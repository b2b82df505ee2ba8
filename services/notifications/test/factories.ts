import { randomUUID } from 'node:crypto';
import type { EventPayload } from '@lyceum/contracts/define/event';
import { defineMail, mailRequested, quotable } from '@lyceum/contracts/notifications/mail';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import type { TestService } from '@lyceum/testing/service';
import { z } from 'zod';
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

function getAccount({ id: accountId, email, name, locale }: Recipient) {
  return { accountId, email, name, locale };
}

export function buildRegistration(recipient: Recipient): EventPayload<typeof accountRegistered> {
  return { ...getAccount(recipient), roles: ['user'], occurredAt };
}

/** As services send it: the mails here say what these tests need. */
const confirmation = defineMail('email-confirmation', z.object({ token: z.string() }), {
  en: ({ token }) => ({
    subject: 'Confirm your e-mail address',
    paragraphs: ['Confirm it.'],
    action: { label: 'Confirm the address', path: `/confirm-email?token=${encodeURIComponent(token)}` },
    remarks: ['If it was not you, do nothing.'],
  }),
  ru: ({ token }) => ({
    subject: 'Подтвердите адрес электронной почты',
    paragraphs: ['Подтвердите его.'],
    action: { label: 'Подтвердить адрес', path: `/confirm-email?token=${encodeURIComponent(token)}` },
    remarks: ['Если это были не вы, ничего не делайте.'],
  }),
});

const ready = defineMail('program-ready', z.object({ title: quotable }), {
  en: ({ title }) => ({
    subject: `The programme “${title}” is ready`,
    paragraphs: [`The programme “${title}” has been generated.`],
    action: { label: 'Open the programme', path: '/programs/1' },
    remarks: ['Models wrote it.'],
    settings: { label: 'Choose & switch off', path: '/settings/mails?kind=a&b' },
  }),
  ru: ({ title }) => ({
    subject: `Программа «${title}» готова`,
    paragraphs: [`Программа «${title}» сгенерирована.`],
    action: { label: 'Открыть программу', path: '/programs/1' },
    remarks: ['Её написали модели.'],
    settings: { label: 'Настроить письма', path: '/settings/mails?kind=a&b' },
  }),
});

/** A mail to an address that has no account yet. */
export function buildConfirmation(
  { id: accountId, email, locale }: Recipient,
  { token = randomUUID(), expiresAt }: { token?: string; expiresAt: Date },
) {
  return confirmation({ accountId, to: { email, locale }, data: { token }, validUntil: expiresAt.toISOString() });
}

/** A mail to somebody who has an account. */
export const buildReady = ({ id: accountId }: Pick<Recipient, 'id'>, { title = 'Data analysis' } = {}) =>
  ready({ accountId, data: { title } });

/** A mail that waits for its job, which was taken out of the outbox. */
export async function buildQueuedMail(service: TestService, parts: RecipientParts = {}): Promise<MailRow> {
  const recipient = await buildRecipient(service, parts);
  const { space } = recipient;
  await service.deliver(mailRequested, buildReady(recipient), { space });
  return service.rows(async (db) => {
    const mail = await db.findOneByOrFail(MailEntity, { accountId: recipient.id });
    await db.query("DELETE FROM outbox WHERE payload->>'mailId' = $1", [mail.id]);
    return mail;
  }, space);
}

export async function findMail(service: TestService, { id: accountId, space }: TestActor): Promise<MailRow> {
  return service.rows((db) => db.findOneByOrFail(MailEntity, { accountId }), space);
}
