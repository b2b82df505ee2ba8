import { randomUUID } from 'node:crypto';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { profileUpdated } from '@lyceum/contracts/users/profile';
import { buildConfirmation, buildReady, buildRecipient, buildRegistration, buildStranger } from '../../test/factories.ts';
import { mailServer, service } from '../../test/notifications-service.ts';
import { MailEntity } from './mail.entity.ts';
import { queueMail } from './on-mail-requested.ts';

const now = new Date('2026-11-21T10:15:00.000Z');
const expiresAt = new Date('2026-11-22T10:15:00.000Z');

beforeAll(() => service.clock.set(now));

describe('a mail to an address without an account', () => {
  it('has the link and how long it is valid in English', async () => {
    const recipient = buildStranger({ locale: 'en' });
    await service.deliver(mailRequested, buildConfirmation(recipient, { token: 'a+b/c=', expiresAt }));
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail?.subject).toBe('Confirm your e-mail address');
    expect(mail?.text).toContain('Hello!\n\nConfirm it.');
    expect(mail?.text).toContain('Confirm the address:\nhttp://lyceum.test/confirm-email?token=a%2Bb%2Fc%3D\n');
    expect(mail?.text).toContain(
      'The link is valid for 24 hours, until 22 November 2026 at 10:15 UTC.\n\nIf it was not you, do nothing.\n\n-- \nLyceum,',
    );
    expect(mail?.html).toContain('<a href="http://lyceum.test/confirm-email?token=a%2Bb%2Fc%3D"');
    expect(mail?.html).toContain('The link is valid for 24 hours, until 22 November 2026 at 10:15 UTC.');
  });

  it('has the link and how long it is valid in Russian', async () => {
    const recipient = buildStranger({ locale: 'ru' });
    await service.deliver(mailRequested, buildConfirmation(recipient, { token: 'abc', expiresAt }));
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail?.subject).toBe('Подтвердите адрес электронной почты');
    expect(mail?.text).toContain('http://lyceum.test/confirm-email?token=abc\n');
    expect(mail?.text).toContain('Срок действия ссылки: 24 часа, до 22 ноября 2026 г. в 13:15 по московскому времени.');
    expect(mail?.html).toContain('<html lang="ru">');
  });

  it('leads to the own pages of a space other than main', async () => {
    const recipient = buildStranger({ space: 'school-a' });
    const { space } = recipient;
    await service.deliver(mailRequested, buildConfirmation(recipient, { token: 'abc', expiresAt }), { space });
    await service.runJobs();
    expect(mailServer.mailsTo(recipient.email)[0]?.text).toContain('http://lyceum.test/s/school-a/confirm-email?token=abc\n');
    expect(await service.rows((db) => db.countBy(MailEntity, { accountId: recipient.id }))).toBe(0);
  });

  it('is sent for every new request, as the one before may have expired', async () => {
    const recipient = buildStranger();
    for (const token of ['first', 'second']) {
      await service.deliver(mailRequested, buildConfirmation(recipient, { token, expiresAt }));
    }
    await service.runJobs();
    const links = mailServer.mailsTo(recipient.email).map(({ text }) => /token=(\w+)/.exec(text ?? '')?.[1]);
    expect(links.sort()).toEqual(['first', 'second']);
  });

  it.each([
    ['en', 'Hello, Anna Petrova!'],
    ['ru', 'Здравствуйте, Anna Petrova!'],
  ] as const)('greets in the language %s by the name that came with it', async (locale, greeting) => {
    const { id: accountId, email, name } = buildStranger();
    await service.deliver(mailRequested, { ...buildReady({ id: accountId }), to: { email, locale, name } });
    await service.runJobs();
    expect(mailServer.mailsTo(email)[0]?.text).toContain(greeting);
  });
});

describe('a mail to an account', () => {
  it.each([
    ['en', 'The programme “Data analysis” is ready', 'Hello, Анна!', 'The programme “Data analysis” has been generated.'],
    ['ru', 'Программа «Data analysis» готова', 'Здравствуйте, Анна!', 'Программа «Data analysis» сгенерирована.'],
  ] as const)('is in the language of the account, %s', async (locale, subject, greeting, sentence) => {
    const recipient = await buildRecipient(service, { locale, name: 'Анна' });
    await service.deliver(mailRequested, buildReady(recipient));
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail?.subject).toBe(subject);
    expect(mail?.text).toContain(`${greeting}\n\n${sentence}`);
    expect(mail?.html).toContain('<a href="http://lyceum.test/programs/1"');
  });

  it('uses name and language of the profile and not those that came with it', async () => {
    const recipient = await buildRecipient(service, { locale: 'en' });
    const { id: accountId, email, name } = recipient;
    const changed = { accountId, name: 'Анна Сидорова', locale: 'ru', version: 2 } as const;
    await service.deliver(profileUpdated, { ...changed, occurredAt: '2026-11-20T11:00:00.000Z' });
    await service.deliver(mailRequested, { ...buildReady(recipient), to: { email, name, locale: 'en' } });
    await service.runJobs();
    expect(mailServer.mailsTo(email)[0]?.text).toContain('Здравствуйте, Анна Сидорова!');
  });

  it('waits for the account: it is refused while the account is unknown and sent when delivered again after it', async () => {
    const recipient = buildStranger();
    const event = buildReady(recipient);
    const id = randomUUID();
    await expect(service.deliver(mailRequested, event, { id })).rejects.toThrow('is not known yet');
    expect(await service.rows((db) => db.countBy(MailEntity, { accountId: recipient.id }))).toBe(0);
    await service.deliver(accountRegistered, buildRegistration(recipient));
    expect(await service.deliver(mailRequested, event, { id, times: 2 })).toBe(1);
    await service.runJobs();
    expect(mailServer.mailsTo(recipient.email)).toHaveLength(1);
  });

  it('does not know the accounts of another space', async () => {
    const recipient = await buildRecipient(service, { space: 'school-a' });
    const delivered = service.deliver(mailRequested, buildReady(recipient), { space: 'school-b' });
    await expect(delivered).rejects.toThrow('is not known yet');
  });
});

it.each([
  ['a time that is none', { validUntil: 'tomorrow' }, 'validUntil'],
  ['a link to somewhere else', { letters: { en: { action: { path: 'https://evil.example' } } } }, 'path'],
  ['one language only', { letters: { en: { subject: 'x', paragraphs: ['x'] } } }, 'letters'],
])('refuses a mail with %s and queues nothing', async (_what, wrong, field) => {
  const recipient = buildStranger();
  const ctx = service.context();
  const request = { ...buildConfirmation(recipient, { expiresAt }), ...wrong };
  const handled = service.rows((db) => queueMail.handle(request, { db, ctx, id: randomUUID() }));
  await expect(handled).rejects.toThrow(field);
  expect(await service.rows((db) => db.countBy(MailEntity, { accountId: recipient.id }))).toBe(0);
  expect(await service.outbox()).toEqual([]);
});
