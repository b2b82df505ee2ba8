import { randomUUID } from 'node:crypto';
import { startMailServer } from '../../test/mail-server.ts';
import { createMailer, type Message } from './mailer.ts';

function buildMessage(): Message {
  const id = randomUUID();
  const content = { subject: 'Subject', text: 'Text', html: '<p>Text</p>', date: new Date() };
  return { id, address: `${id}@example.org`, locale: 'en', ...content };
}

describe('createMailer', () => {
  it('signs in with the user and password of the URL', async () => {
    const seen: unknown[] = [];
    const server = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth({ username, password }, _session, done) {
        seen.push([username, password]);
        done(null, { user: username });
      },
    });
    const mailer = createMailer({ url: `smtp://lyceum:p%40ss@127.0.0.1:${server.port}`, from: 'a@lyceum.test' });
    const message = buildMessage();
    await mailer.send(message);
    mailer.stop();
    await server.stop();
    expect(seen).toEqual([['lyceum', 'p@ss']]);
    expect(server.mailsTo(message.address)).toHaveLength(1);
  });

  it('speaks TLS from the first byte to smtps and refuses a certificate nobody vouches for', async () => {
    const server = await startMailServer({ secure: true, disabledCommands: ['AUTH'] });
    const url = `smtps://127.0.0.1:${server.port}`;
    const message = buildMessage();
    const strict = createMailer({ url, from: 'a@lyceum.test' });
    await expect(strict.send(message)).rejects.toThrow(/certificate/i);
    expect(server.mailsTo(message.address)).toEqual([]);
    const trusting = createMailer({ url: `${url}?tls.rejectUnauthorized=false`, from: 'a@lyceum.test' });
    await trusting.send(message);
    expect(server.mailsTo(message.address)).toHaveLength(1);
    strict.stop();
    trusting.stop();
    await server.stop();
  });

  it('sends nothing in the clear where the URL insists on TLS and the server has none', async () => {
    const server = await startMailServer();
    const mailer = createMailer({ url: `${server.url}?requireTLS=true`, from: 'a@lyceum.test' });
    const message = buildMessage();
    await expect(mailer.send(message)).rejects.toThrow(/STARTTLS/);
    expect(server.mailsTo(message.address)).toEqual([]);
    mailer.stop();
    await server.stop();
  });

  it('uses one connection for mails that follow each other', async () => {
    let connections = 0;
    const server = await startMailServer({
      onConnect(_session, done) {
        connections += 1;
        done();
      },
    });
    const mailer = createMailer({ url: server.url, from: 'a@lyceum.test' });
    for (let sent = 0; sent < 3; sent += 1) await mailer.send(buildMessage());
    expect(connections).toBe(1);
    mailer.stop();
    await server.stop();
  });
});
