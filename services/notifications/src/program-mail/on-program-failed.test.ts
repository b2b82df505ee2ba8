import { programFailed } from '@lyceum/contracts/program-generation/generation';
import { buildFailed, buildRecipient, buildStranger } from '../../test/factories.ts';
import { mailServer, service } from '../../test/notifications-service.ts';

describe('program-generation.program-failed', () => {
  it.each([
    ['en', 'The programme “Data analysis” could not be generated', 'open the programme to see it and the reason'],
    ['ru', 'Программу «Data analysis» не удалось сгенерировать', 'откройте программу, чтобы увидеть их и причину'],
  ] as const)('mails what failed and what to do, all in the language %s', async (locale, subject, advice) => {
    const recipient = await buildRecipient(service, { locale });
    const event = buildFailed(recipient);
    await service.deliver(programFailed, event);
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail?.subject).toBe(subject);
    expect(mail?.text).toContain(advice);
    expect(mail?.text).not.toContain(event.reason);
    expect(mail?.text).toContain(`http://lyceum.test/programs/${event.programId}\n`);
  });

  it.each([
    ['ru', 'Data analysis', '«Data analysis»'],
    ['ru', '«Война и мир»', '«Война и мир»'],
    ['ru', 'Роман «Война и мир»', '«Роман „Война и мир“»'],
    ['ru', '«Война» и «мир»', '«„Война“ и „мир“»'],
    ['ru', 'О «книге „Мир“»', '«О „книге „Мир“»'],
    ['en', '«Война и мир»', '“«Война и мир»”'],
    ['en', '“War and Peace”', '“War and Peace”'],
    ['en', 'The novel “War and Peace”', '“The novel ‘War and Peace’”'],
  ] as const)('quotes in %s the title %s as %s', async (locale, title, quoted) => {
    const recipient = await buildRecipient(service, { locale });
    await service.deliver(programFailed, { ...buildFailed(recipient), title });
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail?.subject).toContain(` ${quoted} `);
    expect(mail?.text).toContain(` ${quoted} `);
  });

  it('waits for the account', async () => {
    await expect(service.deliver(programFailed, buildFailed(buildStranger()))).rejects.toThrow('is not known yet');
  });
});
