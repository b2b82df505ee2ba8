import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { createPortChooser } from '../processes/ports.ts';
import { type MailCatcher, startMailCatcher } from './mail-catcher.ts';
import type { Message, MessageSummary } from './message.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'lyceum-mail-'));
const choosePort = createPortChooser('free', () => undefined);
let catcher: MailCatcher;

const start = async (maxMessages = 5) =>
  startMailCatcher({ dataDir, host: '127.0.0.1', smtpPort: await choosePort(), httpPort: await choosePort(), maxMessages });
beforeAll(async () => {
  catcher = await start();
});
afterEach(() => get('/api/messages', { method: 'DELETE' }));
afterAll(async () => {
  await catcher.stop();
  rmSync(dataDir, { recursive: true });
});

const get = (path: string, init?: RequestInit) => fetch(`${catcher.httpUrl}${path}`, init);
const list = async (query = '') => {
  const { items } = (await (await get(`/api/messages${query}`)).json()) as { items: MessageSummary[] }; // what the API promises
  return items;
};
/** The newest message of the list. */
const newest = async () => {
  const [found] = await list('?limit=1');
  if (!found) throw new Error('the list is empty');
  return found;
};

async function send(mail: SendMailOptions): Promise<void> {
  const transport = createTransport(catcher.smtpUrl);
  await transport.sendMail({
    from: 'School <school@example.org>',
    to: 'anna@example.org',
    subject: 'Hello',
    text: 'Hi',
    ...mail,
  });
  transport.close();
}

describe('receiving', () => {
  it('reads a Cyrillic subject, both bodies, blind copies and an attachment', async () => {
    const report = Buffer.from('Отчёт за год');
    await send({
      to: 'Анна <Anna@Example.org>',
      bcc: 'boss@example.org',
      subject: 'Подтвердите адрес почты, пожалуйста: это нужно для входа в школу',
      text: 'Здравствуйте!',
      html: '<b>Здравствуйте!</b>',
      attachments: [{ filename: 'отчёт.txt', content: report }],
    });
    const summary = await newest();
    const message = (await (await get(`/api/messages/${summary.id}`)).json()) as Message; // what the API promises
    expect(message).toMatchObject({
      from: { name: 'School', address: 'school@example.org' },
      to: [{ name: 'Анна', address: 'Anna@example.org' }],
      subject: 'Подтвердите адрес почты, пожалуйста: это нужно для входа в школу',
      text: expect.stringContaining('Здравствуйте!'),
      html: '<b>Здравствуйте!</b>',
      attachments: [{ filename: 'отчёт.txt', size: report.length }],
    });
    expect(message.recipients.sort()).toEqual(['anna@example.org', 'boss@example.org']);
    const attachment = await get(`/api/messages/${summary.id}/attachments/0`);
    expect(Buffer.from(await attachment.arrayBuffer())).toEqual(report);
    expect(attachment.headers.get('content-disposition')).toContain(encodeURIComponent('отчёт.txt'));
    expect(await (await get(`/api/messages/${summary.id}/raw`)).text()).toMatch(/^From: School <school@example.org>/m);
  });

  it('takes any user name and password', async () => {
    const url = new URL(catcher.smtpUrl);
    const transport = createTransport({
      host: url.hostname,
      port: Number(url.port),
      auth: { user: 'someone', pass: 'something' },
    });
    await transport.sendMail({ from: 'a@example.org', to: 'b@example.org', text: 'x' });
    expect(await list()).toHaveLength(1);
  });

  it('refuses a message of more than 25 MB and goes on', async () => {
    await expect(send({ attachments: [{ filename: 'big', content: Buffer.alloc(20_000_000) }] })).rejects.toMatchObject({
      responseCode: 552,
    });
    await send({});
    expect(await list()).toHaveLength(1);
  });

  it('goes on after a client hung up in the middle of a message', async () => {
    const { port } = new URL(catcher.smtpUrl);
    const socket = connect(Number(port), '127.0.0.1');
    socket.end('EHLO x\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\nSubject: cut');
    await once(socket.resume(), 'close');
    await send({});
    expect(await list()).toMatchObject([{ subject: 'Hello' }]);
  });

  it('forgets the oldest beyond its number, on disk too', async () => {
    for (const n of [1, 2, 3, 4, 5, 6, 7]) await send({ subject: `Message ${n}` });
    expect((await list()).map((each) => each.subject)).toEqual([7, 6, 5, 4, 3].map((n) => `Message ${n}`));
    expect(readdirSync(dataDir)).toHaveLength(10);
  });

  it('keeps messages over a restart, in order', async () => {
    for (const n of [1, 2, 3]) await send({ subject: `Message ${n}` });
    const before = await list();
    await catcher.stop();
    catcher = await start();
    expect(await list()).toEqual(before);
    expect(before).toHaveLength(3);
  });
});

describe('the API', () => {
  it('lists the messages to one address, in any case of letters, newest first', async () => {
    await send({ to: 'anna@example.org', subject: 'First' });
    await send({ to: 'boris@example.org', subject: 'Other' });
    await send({ to: 'anna@example.org', subject: 'Second' });
    expect(await list('?to=ANNA@example.org')).toMatchObject([{ subject: 'Second' }, { subject: 'First' }]);
    expect(await list('?to=anna@example.org&limit=1')).toMatchObject([{ subject: 'Second' }]);
  });

  it('waits for the next message to an address', async () => {
    await send({ to: 'anna@example.org', subject: 'Old' });
    const waiting = get(`/api/messages/wait?to=anna@example.org&timeout=20000&after=${(await newest()).id}`);
    await send({ to: 'boris@example.org', subject: 'Not hers' });
    const stillOpen = await Promise.race([waiting.then(() => 'answered'), send({ to: 'boris@example.org' }).then(() => 'open')]);
    expect(stillOpen).toBe('open');
    await send({ to: 'anna@example.org', subject: 'New' });
    expect(await (await waiting).json()).toMatchObject({ subject: 'New', text: expect.any(String) });
  });

  it('answers at once with a message that came after a given one, or after a given time', async () => {
    await send({ subject: 'First' });
    const first = await newest();
    await send({ subject: 'Second' });
    const byId = await get(`/api/messages/wait?to=anna@example.org&after=${first.id}`);
    expect(await byId.json()).toMatchObject({ subject: 'Second' });
    const byTime = await get(`/api/messages/wait?to=anna@example.org&after=${encodeURIComponent(first.receivedAt)}`);
    expect(await byTime.json()).toMatchObject({ subject: 'Second' });
  });

  it('answers 404 when none arrives in time', async () => {
    const response = await get('/api/messages/wait?to=anna@example.org&timeout=30');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'mail.none_arrived', status: 404 });
  });

  it('ends a waiting request when it stops', async () => {
    const waiting = get('/api/messages/wait?timeout=60000').then(
      (response) => response.status,
      () => 'closed',
    );
    await list();
    await catcher.stop();
    expect([404, 'closed']).toContain(await waiting);
    catcher = await start();
  });

  it('deletes one message, then the rest', async () => {
    await send({ subject: 'One' });
    await send({ subject: 'Two' });
    const { id } = await newest();
    expect((await get(`/api/messages/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await list()).toMatchObject([{ subject: 'One' }]);
    expect((await get(`/api/messages/${id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await get('/api/messages', { method: 'DELETE' })).status).toBe(204);
    expect(await list()).toEqual([]);
  });

  it.each([
    ['GET', '/api/messages/1700000000000-abcdef01', 404, 'mail.not_found'],
    ['GET', '/api/messages/..%2f..%2fetc%2fpasswd/raw', 404, 'mail.not_found'],
    ['GET', '/nowhere', 404, 'route.not_found'],
    ['POST', '/api/messages', 405, 'route.method_not_allowed'],
    ['GET', '/api/messages?limit=0', 400, 'request.invalid'],
    ['GET', '/api/messages?form=x', 400, 'request.invalid'],
    ['GET', '/api/messages/wait?after=yesterday', 400, 'request.invalid'],
  ])('answers %s %s with %i %s as a problem document', async (method, path, status, code) => {
    const response = await get(path, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({ status, code, type: `urn:lyceum:problem:${code}` });
  });

  it('refuses a foreign host name, behind which another page could read the mails', async () => {
    const { hostname, port } = new URL(catcher.httpUrl);
    const socket = connect(Number(port), hostname);
    socket.end('GET /api/messages HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    const [answer] = await once(socket.setEncoding('utf8'), 'data');
    expect(answer).toMatch(/^HTTP\/1.1 403 /);
  });
});

describe('the page', () => {
  it('shows the list in the language of the browser and escapes what came by mail', async () => {
    await send({ subject: '<script>alert(1)</script> & "quotes"' });
    const response = await get('/', { headers: { 'accept-language': 'ru-RU,ru;q=0.9,en;q=0.5' } });
    const page = await response.text();
    expect(page).toContain('<html lang="ru">');
    expect(page).toContain('Пойманная почта');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;');
    expect(await (await get('/')).text()).toContain('Caught mail');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('shows the HTML body only inside a sandbox without scripts and network', async () => {
    await send({ html: '<img src=x onerror="alert(1)"><a href="https://example.org/confirm">Confirm</a>' });
    const { id } = await newest();
    const page = await (await get(`/messages/${id}`)).text();
    expect(page).toContain(`sandbox="allow-popups allow-popups-to-escape-sandbox" src="/api/messages/${id}/html"`);
    expect(page).not.toContain('onerror');
    const body = await get(`/api/messages/${id}/html`);
    expect(body.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups [^;]*; default-src 'none'/);
    expect(body.headers.get('content-security-policy')).not.toContain('allow-scripts');
    expect(await body.text()).toContain('https://example.org/confirm');
  });
});
