import { registrationRepeated } from '@lyceum/contracts/tokens/registration';
import { profileUpdated } from '@lyceum/contracts/users/profile';
import { buildRecipient, buildRepeatedRegistration, buildStranger } from '../../test/factories.ts';
import { mailServer, service } from '../../test/notifications-service.ts';

describe('tokens.registration-repeated', () => {
  it.each([
    ['en', 'You already have an account', 'Hello, Anna Petrova!', 'Sign in:\nhttp://lyceum.test/login'],
    ['ru', 'У вас уже есть учётная запись', 'Здравствуйте, Anna Petrova!', 'Войти:\nhttp://lyceum.test/login'],
  ] as const)('tells the owner of the account in the language %s', async (locale, subject, greeting, link) => {
    const recipient = await buildRecipient(service, { locale });
    await service.deliver(registrationRepeated, buildRepeatedRegistration(recipient));
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail?.subject).toBe(subject);
    expect(mail?.text).toContain(greeting);
    expect(mail?.text).toContain(link);
  });

  it('uses name and language of the profile and not those of the registration', async () => {
    const recipient = await buildRecipient(service, { locale: 'en' });
    const changed = { accountId: recipient.id, name: 'Анна Сидорова', locale: 'ru', version: 2 } as const;
    await service.deliver(profileUpdated, { ...changed, occurredAt: '2026-11-20T11:00:00.000Z' });
    await service.deliver(registrationRepeated, buildRepeatedRegistration(recipient));
    await service.runJobs();
    expect(mailServer.mailsTo(recipient.email)[0]?.text).toContain('Здравствуйте, Анна Сидорова!');
  });

  it('reaches an account whose own event has not come yet', async () => {
    const recipient = buildStranger({ locale: 'ru' });
    await service.deliver(registrationRepeated, buildRepeatedRegistration(recipient));
    await service.runJobs();
    expect(mailServer.mailsTo(recipient.email)[0]?.subject).toBe('У вас уже есть учётная запись');
  });
});
