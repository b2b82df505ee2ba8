import { randomUUID } from 'node:crypto';
import { programGenerated } from '@lyceum/contracts/program-generation/generation';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { buildGenerated, buildRecipient, buildRegistration, buildStranger } from '../../test/factories.ts';
import { mailServer, service } from '../../test/notifications-service.ts';
import { MailEntity } from '../mail/mail.entity.ts';

describe('program-generation.program-generated', () => {
  it('mails title, hours, link and that no model was used, in the language of the reader and not of the programme', async () => {
    const recipient = await buildRecipient(service, { locale: 'ru', name: 'Анна' });
    const event = buildGenerated(recipient, { title: 'Data analysis', hours: 144, language: 'en' });
    await service.deliver(programGenerated, event);
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail?.subject).toBe('Программа «Data analysis» готова');
    expect(mail?.text).toContain('Здравствуйте, Анна!');
    expect(mail?.text).toContain('Академических часов: 144.');
    expect(mail?.text).toContain('без языковой модели');
    expect(mail?.text).toContain(`http://lyceum.test/programs/${event.programId}\n`);
    expect(mail?.html).toContain(`<a href="http://lyceum.test/programs/${event.programId}"`);
  });

  it('names the language models that wrote it', async () => {
    const recipient = await buildRecipient(service, { locale: 'en' });
    await service.deliver(programGenerated, buildGenerated(recipient, { models: ['GigaChat/GigaChat-2-Max'] }));
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail?.text).toContain('It was written by GigaChat/GigaChat-2-Max.');
    expect(mail?.text).not.toContain('without a language model');
  });

  it('waits for the account: it is refused while the account is unknown and mailed when delivered again after it', async () => {
    const recipient = buildStranger();
    const event = buildGenerated(recipient);
    const id = randomUUID();
    await expect(service.deliver(programGenerated, event, { id })).rejects.toThrow('is not known yet');
    expect(await service.rows((db) => db.countBy(MailEntity, { accountId: recipient.id }))).toBe(0);
    await service.deliver(accountRegistered, buildRegistration(recipient));
    expect(await service.deliver(programGenerated, event, { id, times: 2 })).toBe(1);
    await service.runJobs();
    expect(mailServer.mailsTo(recipient.email)).toHaveLength(1);
  });

  it('does not know the accounts of another space', async () => {
    const recipient = await buildRecipient(service, { space: 'school-a' });
    const delivered = service.deliver(programGenerated, buildGenerated(recipient), { space: 'school-b' });
    await expect(delivered).rejects.toThrow('is not known yet');
  });
});
