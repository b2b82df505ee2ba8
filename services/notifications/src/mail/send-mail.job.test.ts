import { randomUUID } from 'node:crypto';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { buildConfirmation, buildQueuedMail, buildReady, buildRecipient, buildStranger, findMail } from '../../test/factories.ts';
import { mailServer, sender, service } from '../../test/notifications-service.ts';
import { MailEntity } from './mail.entity.ts';
import { createMailer } from './mailer.ts';
import { handleSendMail } from './send-mail.job.ts';

const mailer = createMailer({ url: mailServer.url, from: sender });
const job = handleSendMail({ mailer, publicUrl: 'http://lyceum.test' });

afterAll(() => mailer.stop());

const inADay = () => new Date(service.clock.now().getTime() + 86_400_000);

describe('notifications.send-mail', () => {
  it('sends one mail for ten deliveries of the same event', async () => {
    const recipient = await buildRecipient(service);
    const event = buildReady(recipient);
    const id = randomUUID();
    const handled = await Promise.all(Array.from({ length: 10 }, () => service.deliver(mailRequested, event, { id })));
    expect(handled.reduce((sum, ran) => sum + ran, 0)).toBe(1);
    expect(await service.runJobs()).toEqual([{ name: 'notifications.send-mail', attempts: 1, error: undefined }]);
    expect(mailServer.mailsTo(recipient.email)).toHaveLength(1);
  });

  it('counts a mail as failed, and forgets what it would say, when the queue gives its job up', async () => {
    const recipient = buildStranger();
    await service.deliver(mailRequested, buildConfirmation(recipient, { expiresAt: inADay() }));
    await service.rows((db) => db.update(MailEntity, { accountId: recipient.id }, { leasedUntil: inADay() }));
    expect(await service.giveUpJobs()).toEqual(['notifications.send-mail']);
    expect(await findMail(service, recipient)).toMatchObject({ status: 'failed', letter: {}, leasedUntil: null });
  });

  it('leaves a mail that was sent as it is when the queue gives its job up', async () => {
    const recipient = await buildRecipient(service);
    await service.deliver(mailRequested, buildReady(recipient));
    await service.rows((db) => db.update(MailEntity, { accountId: recipient.id }, { status: 'sent' }));
    await service.giveUpJobs();
    expect((await findMail(service, recipient)).status).toBe('sent');
  });

  it('sends no second mail when the message is redelivered after its inbox note was purged', async () => {
    const recipient = await buildRecipient(service);
    const event = buildReady(recipient);
    const id = randomUUID();
    await service.deliver(mailRequested, event, { id });
    await service.rows((db) => db.query('DELETE FROM inbox WHERE message_id = $1', [id]));
    expect(await service.deliver(mailRequested, event, { id })).toBe(1);
    await service.runJobs();
    expect(mailServer.mailsTo(recipient.email)).toHaveLength(1);
  });

  it('notes that the mail is sent and forgets the confirmation token', async () => {
    const recipient = buildStranger();
    const token = randomUUID();
    await service.deliver(mailRequested, buildConfirmation(recipient, { token, expiresAt: inADay() }));
    expect(JSON.stringify(await findMail(service, recipient))).toContain(token);
    service.clock.set(new Date());
    await service.runJobs();
    const mail = await findMail(service, recipient);
    expect(mail).toMatchObject({ status: 'sent', sentAt: service.clock.now(), attempts: 1, letter: {}, leasedUntil: null });
    service.clock.reset();
    expect(JSON.stringify([mail, await service.outbox()])).not.toContain(token);
  });

  it('sends text and HTML from the configured sender to this one address, marked as automatic', async () => {
    const recipient = await buildRecipient(service);
    await service.deliver(mailRequested, buildReady(recipient));
    await service.runJobs();
    const { id, createdAt } = await findMail(service, recipient);
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail).toMatchObject({
      from: { name: 'Лицей', address: 'no-reply@lyceum.test' },
      to: [{ name: '', address: recipient.email }],
      envelope: { from: 'no-reply@lyceum.test', to: [recipient.email] },
      messageId: `<${id}@lyceum.test>`,
      subject: 'The programme “Data analysis” is ready',
    });
    expect(Date.parse(mail?.date ?? '')).toBe(Math.floor(createdAt.getTime() / 1000) * 1000);
    expect(mail?.text).toContain('http://lyceum.test/programs/');
    expect(mail?.html).toContain('<html lang="en">');
    expect(mail?.raw).toMatch(/^auto-submitted: auto-generated\r$/im);
    expect(mail?.raw).toMatch(/^content-language: en\r$/im);
  });

  it.each([
    ['main', 'http://lyceum.test/settings/mails?kind=a&b'],
    ['school-a', 'http://lyceum.test/s/school-a/settings/mails?kind=a&b'],
  ])('links the settings of the space %s after the remarks', async (space, address) => {
    const recipient = await buildRecipient(service, { space });
    await service.deliver(mailRequested, buildReady(recipient), { space });
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail?.text).toContain(`Models wrote it.\n\nChoose & switch off:\n${address}\n\n-- \n`);
    const href = address.replace('&', '&amp;');
    expect(mail?.html).toContain(`<a href="${href}" style="color:#0b4f8a">Choose &amp; switch off</a><br>${href}</p>`);
  });

  it('is tried again while the server is busy, and sends once', async () => {
    const recipient = await buildRecipient(service);
    await service.deliver(mailRequested, buildReady(recipient));
    mailServer.fail('content', 451, 2);
    expect(await service.runJobs()).toMatchObject([{ attempts: 3, error: undefined }]);
    expect(mailServer.mailsTo(recipient.email)).toHaveLength(1);
    expect(await findMail(service, recipient)).toMatchObject({ status: 'sent', attempts: 3 });
  });

  it('is tried again when the server turns connections away', async () => {
    const mail = await buildQueuedMail(service);
    const fresh = createMailer({ url: mailServer.url, from: sender });
    const attempt = () =>
      handleSendMail({ mailer: fresh, publicUrl: 'http://lyceum.test' }).run({ mailId: mail.id }, service.jobRun());
    mailServer.fail('connection', 421, 1);
    await expect(attempt()).rejects.toThrow('421');
    await attempt();
    fresh.stop();
    expect(mailServer.mailsTo(mail.address)).toHaveLength(1);
  });

  it('waits queued while the server is down and sends one mail when it is up', async () => {
    const mail = await buildQueuedMail(service);
    await mailServer.stop();
    await expect(job.run({ mailId: mail.id }, service.jobRun())).rejects.toThrow('ECONNREFUSED');
    const waiting = await service.rows((db) => db.findOneByOrFail(MailEntity, { id: mail.id }));
    expect(waiting).toMatchObject({ status: 'queued', attempts: 1, letter: mail.letter, leasedUntil: null, sentAt: null });
    await mailServer.start();
    await job.run({ mailId: mail.id }, service.jobRun({ attempt: 2 }));
    await job.run({ mailId: mail.id }, service.jobRun({ attempt: 3 }));
    expect(mailServer.mailsTo(mail.address)).toHaveLength(1);
  });

  it('gives up after the last attempt and forgets what the mail would have said', async () => {
    const recipient = buildStranger();
    await service.deliver(mailRequested, buildConfirmation(recipient, { expiresAt: inADay() }));
    mailServer.fail('recipient', 450, 10);
    const [outcome] = await service.runJobs();
    expect(outcome).toMatchObject({ attempts: 10, error: expect.objectContaining({ responseCode: 450 }) });
    const failed = { status: 'failed', attempts: 10, letter: {}, sentAt: null, leasedUntil: null };
    expect(await findMail(service, recipient)).toMatchObject(failed);
    expect(mailServer.mailsTo(recipient.email)).toEqual([]);
  });

  it.each([['recipient'], ['content']] as const)('gives up at once when the server refuses the %s for good', async (stage) => {
    const recipient = await buildRecipient(service);
    await service.deliver(mailRequested, buildReady(recipient));
    mailServer.fail(stage, 550, 1);
    expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
    expect(await findMail(service, recipient)).toMatchObject({ status: 'failed', attempts: 1, letter: {} });
    expect(mailServer.mailsTo(recipient.email)).toEqual([]);
  });

  it('keeps other runs away while one talks to the server', async () => {
    const mail = await buildQueuedMail(service);
    const run = () => job.run({ mailId: mail.id }, service.jobRun());
    const held = mailServer.hold();
    const first = run();
    await held.arrived;
    const others = await Promise.allSettled(Array.from({ length: 9 }, run));
    expect(others.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 'rejected'));
    held.letGo();
    await first;
    await run();
    expect(mailServer.mailsTo(mail.address)).toHaveLength(1);
  });

  it('sends once when ten runs start together', async () => {
    const mail = await buildQueuedMail(service);
    const runs = Array.from({ length: 10 }, () => job.run({ mailId: mail.id }, service.jobRun()));
    await Promise.allSettled(runs);
    expect(mailServer.mailsTo(mail.address)).toHaveLength(1);
  });

  it('takes over the mail of a run that died, when its lease has ended', async () => {
    const mail = await buildQueuedMail(service);
    const leasedUntil = new Date(service.clock.now().getTime() + 60_000);
    await service.rows((db) => db.update(MailEntity, { id: mail.id }, { attempts: 1, leasedUntil }));
    const run = () => job.run({ mailId: mail.id }, service.jobRun());
    await expect(run()).rejects.toThrow('in the hands of another run');
    service.clock.set(leasedUntil);
    await run();
    service.clock.reset();
    expect(mailServer.mailsTo(mail.address)).toHaveLength(1);
  });

  it('sends again with the same Message-ID when the server took the mail and nobody heard of it', async () => {
    const mail = await buildQueuedMail(service);
    const run = () => job.run({ mailId: mail.id }, service.jobRun());
    mailServer.fail('reply', 0, 1);
    await expect(run()).rejects.toThrow();
    await run();
    const ids = mailServer.mailsTo(mail.address).map(({ messageId }) => messageId);
    expect(ids).toEqual([`<${mail.id}@lyceum.test>`, `<${mail.id}@lyceum.test>`]);
  });

  it('notes what was sent when the database was away meanwhile, and sends it once', async () => {
    const mail = await buildQueuedMail(service);
    const run = service.jobRun();
    const refused = Promise.withResolvers<void>();
    const transact: typeof run.transact = (work) =>
      run.transact(work).catch((error: unknown) => {
        refused.resolve();
        throw error;
      });
    const held = mailServer.hold();
    const running = job.run({ mailId: mail.id }, { ...run, transact });
    await held.arrived;
    const giveBack = await service.testDatabase.takeAway();
    held.letGo();
    await refused.promise;
    await giveBack();
    await running;
    const found = await service.rows((db) => db.findOneByOrFail(MailEntity, { id: mail.id }));
    expect(found).toMatchObject({ status: 'sent', attempts: 1, leasedUntil: null });
    expect(mailServer.mailsTo(mail.address)).toHaveLength(1);
  });

  it('does not send a confirmation link that has expired meanwhile', async () => {
    const recipient = buildStranger();
    await service.deliver(mailRequested, buildConfirmation(recipient, { expiresAt: inADay() }));
    service.clock.advance(86_400_000);
    expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
    service.clock.reset();
    expect(mailServer.mailsTo(recipient.email)).toEqual([]);
    expect(await findMail(service, recipient)).toMatchObject({ status: 'failed', letter: {} });
  });

  it('counts a mail as failed that a release before this one queued in its own form', async () => {
    const recipient = await buildRecipient(service);
    await service.deliver(mailRequested, buildReady(recipient));
    const old = { name: 'Anna', programId: randomUUID(), title: 'Data analysis' };
    await service.rows((db) => db.query('UPDATE mails SET params = $1 WHERE account_id = $2', [old, recipient.id]));
    expect(await service.runJobs()).toMatchObject([{ attempts: 1, error: undefined }]);
    expect(mailServer.mailsTo(recipient.email)).toEqual([]);
    expect(await findMail(service, recipient)).toMatchObject({ status: 'failed', letter: {} });
  });

  it('does not find the mail of another space', async () => {
    const mail = await buildQueuedMail(service, { space: 'school-a' });
    await job.run({ mailId: mail.id }, service.jobRun());
    expect(mailServer.mailsTo(mail.address)).toEqual([]);
  });

  it.each([
    [
      'line breaks',
      'Bcc: victim@example.org',
      'Data\r\nBcc: victim@example.org\r\n\r\n<h1>x',
      'Data Bcc: victim@example.org <h1>x',
    ],
    ['other breaks and controls', 'X-Evil: 1', 'A\u2028X-Evil: 1\u0085\u000bB\u0000C', 'A X-Evil: 1 B C'],
    ['an encoded word', '=?utf-8?B?', '=?utf-8?B?RGF0YQ0KQmNjOiBh?=', '=?utf-8?B?RGF0YQ0KQmNjOiBh?='],
  ])('keeps a title with %s inside the subject', async (_, header, title, shown) => {
    const recipient = await buildRecipient(service, { name: 'Eve\r\nBcc: victim@example.org' });
    await service.deliver(mailRequested, buildReady(recipient, { title }));
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail?.subject).toBe(`The programme “${shown}” is ready`);
    expect(mail?.envelope.to).toEqual([recipient.email]);
    expect(mail?.to).toEqual([{ name: '', address: recipient.email }]);
    expect(mail?.bcc ?? []).toEqual([]);
    const [head = ''] = mail?.raw.split('\r\n\r\n', 1) ?? [];
    expect(head.split('\r\n').filter((line) => line.startsWith(header))).toEqual([]);
    expect(mail?.text).toContain('Hello, Eve Bcc: victim@example.org!');
  });

  it('sends a long subject in any script whole', async () => {
    const recipient = await buildRecipient(service, { locale: 'ru', name: '李小龍 👩‍🚀' });
    const title = `${'Основы программирования на языке Питон 🐍 для начинающих '.repeat(5)}數據分析`;
    await service.deliver(mailRequested, buildReady(recipient, { title }));
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail?.subject).toBe(`Программа «${title}» готова`);
    expect(mail?.text).toContain('Здравствуйте, 李小龍 👩‍🚀!');
    const [head = ''] = mail?.raw.split('\r\n\r\n', 1) ?? [];
    // RFC 5322, 2.1.1, and RFC 2047, 2.
    expect(Math.max(...head.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(/^[\x20-\x7e\r\n\t]*$/.test(head)).toBe(true);
  });

  it('shows hostile names and titles as text in HTML', async () => {
    const recipient = await buildRecipient(service, { name: '<img src=x onerror=alert(1)>' });
    await service.deliver(mailRequested, buildReady(recipient, { title: `"'><script>alert(1)</script>&amp;` }));
    await service.runJobs();
    const [mail] = mailServer.mailsTo(recipient.email);
    expect(mail?.html).toContain('Hello, &lt;img src=x onerror=alert(1)&gt;!');
    expect(mail?.html).toContain('&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;');
    expect(mail?.html).not.toMatch(/<(script|img)/i);
    expect(mail?.text).toContain(`"'><script>alert(1)</script>&amp;`);
  });

  it.each([['a@example.org, b@example.org'], ['a@example.org\r\nBcc: b@example.org'], ['<a@example.org>, <b@example.org>']])(
    'sends nothing to the address %j, which is a list in disguise',
    async (email) => {
      const recipient = await buildRecipient(service, { email });
      await service.deliver(mailRequested, buildReady(recipient));
      await service.runJobs();
      expect(await findMail(service, recipient)).toMatchObject({ status: 'failed' });
      expect([...mailServer.mailsTo('a@example.org'), ...mailServer.mailsTo('b@example.org')]).toEqual([]);
    },
  );
});
