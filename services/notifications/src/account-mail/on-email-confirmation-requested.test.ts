import { randomUUID } from 'node:crypto';
import { emailConfirmationRequested } from '@lyceum/contracts/tokens/registration';
import { buildConfirmation, buildStranger, findMail } from '../../test/factories.ts';
import { mailServer, service } from '../../test/notifications-service.ts';
import { MailEntity } from '../mail/mail.entity.ts';
import { mailConfirmation } from './on-email-confirmation-requested.ts';

const now = new Date('2026-11-21T10:15:00.000Z');
const expiresAt = new Date('2026-11-22T10:15:00.000Z');

beforeAll(() => service.clock.set(now));

describe('tokens.email-confirmation-requested', () => {
  it('mails the link and how long it is valid in English', async () => {
    const recipient = buildStranger({ locale: 'en' });
    await service.deliver(emailConfirmationRequested, buildConfirmation(recipient, { token: 'a+b/c=', expiresAt }));
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail?.subject).toBe('Confirm your e-mail address');
    expect(mail?.text).toContain('http://lyceum.test/confirm-email?token=a%2Bb%2Fc%3D\n');
    expect(mail?.text).toContain('The link is valid for 24 hours, until 22 November 2026 at 10:15 UTC.');
    expect(mail?.html).toContain('<a href="http://lyceum.test/confirm-email?token=a%2Bb%2Fc%3D"');
    expect(mail?.html).toContain('The link is valid for 24 hours, until 22 November 2026 at 10:15 UTC.');
  });

  it('mails the link and how long it is valid in Russian', async () => {
    const recipient = buildStranger({ locale: 'ru' });
    await service.deliver(emailConfirmationRequested, buildConfirmation(recipient, { token: 'abc', expiresAt }));
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail?.subject).toBe('Подтвердите адрес электронной почты');
    expect(mail?.text).toContain('http://lyceum.test/confirm-email?token=abc\n');
    expect(mail?.text).toContain('Срок действия ссылки: 24 часа, до 22 ноября 2026 г. в 13:15 по московскому времени.');
    expect(mail?.html).toContain('<html lang="ru">');
  });

  it.each([
    ['en', 'registered more than once', 'enter the password you chose', 'do not follow any of the links'],
    ['ru', 'регистрировали несколько раз', 'введите пароль, который выбрали вы', 'не переходите ни по одной из ссылок'],
  ] as const)('says in the language %s that the address is contested and what to do', async (locale, ...sentences) => {
    const recipient = buildStranger({ locale });
    await service.deliver(emailConfirmationRequested, buildConfirmation(recipient, { contested: true, expiresAt }));
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    for (const sentence of sentences) {
      expect(mail?.text).toContain(sentence);
      expect(mail?.html).toContain(sentence);
    }
  });

  it('mails what the release before asked for as well', async () => {
    const recipient = buildStranger();
    const { contested: _, ...earlier } = buildConfirmation(recipient, { expiresAt });
    await service.deliver(emailConfirmationRequested, earlier);
    await service.runJobs();
    expect(mailServer.mailsTo(recipient.email)[0]?.text).not.toContain('more than once');
  });

  it('leads to the own pages of a space other than main', async () => {
    const recipient = buildStranger({ space: 'school-a' });
    const { space } = recipient;
    await service.deliver(emailConfirmationRequested, buildConfirmation(recipient, { token: 'abc', expiresAt }), { space });
    await service.runJobs();
    expect(mailServer.mailsTo(recipient.email)[0]?.text).toContain('http://lyceum.test/s/school-a/confirm-email?token=abc\n');
    expect(await service.rows((db) => db.countBy(MailEntity, { accountId: recipient.id }))).toBe(0);
  });

  it('carries no word of the one who registered to an address that may be a stranger’s', async () => {
    const recipient = buildStranger({ name: 'You won! Visit evil.example' });
    await service.deliver(emailConfirmationRequested, buildConfirmation(recipient, { expiresAt }));
    await service.runJobs();
    expect(mailServer.mailsTo(recipient.email)).toHaveLength(1);
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(`${mail?.subject}${mail?.text}${mail?.html}`).not.toContain('evil.example');
    expect(JSON.stringify(await findMail(service, recipient))).not.toContain('evil.example');
  });

  it('mails every new request, as the one before may have expired', async () => {
    const recipient = buildStranger();
    for (const token of ['first', 'second']) {
      await service.deliver(emailConfirmationRequested, buildConfirmation(recipient, { token, expiresAt }));
    }
    await service.runJobs();
    const links = mailServer.mailsTo(recipient.email).map(({ text }) => /token=(\w+)/.exec(text ?? '')?.[1]);
    expect(links.sort()).toEqual(['first', 'second']);
  });

  it('refuses a payload that is not of the contract and queues nothing', async () => {
    const recipient = buildStranger();
    const wrong = { ...buildConfirmation(recipient, { expiresAt }), expiresAt: 'tomorrow' };
    const ctx = service.context();
    const handled = service.rows((db) => mailConfirmation.handle(wrong, { db, ctx, id: randomUUID() }));
    await expect(handled).rejects.toThrow('expiresAt');
    expect(await service.rows((db) => db.countBy(MailEntity, { accountId: recipient.id }))).toBe(0);
    expect(await service.outbox()).toEqual([]);
  });
});
