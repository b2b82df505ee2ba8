import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { listNotifications, type Notification } from '@lyceum/contracts/notifications/notification';
import { asUser } from '@lyceum/testing/actors';
import { buildReady, buildRecipient, type Recipient } from '../../test/factories.ts';
import { service } from '../../test/notifications-service.ts';

async function order(recipient: Recipient, title: string): Promise<void> {
  await service.deliver(mailRequested, buildReady(recipient, { title }), { space: recipient.space });
}

const titles = (items: Notification[]) => items.map(({ subject }) => /“(.*)”/.exec(subject)?.[1]);

async function readAll(recipient: Recipient, limit: number, between: () => Promise<void> = async () => undefined) {
  const pages: Notification[][] = [];
  let cursor: string | undefined;
  do {
    const { body } = await service.call(listNotifications, { as: recipient, query: { limit, cursor } });
    pages.push(body.items);
    cursor = body.nextCursor ?? undefined;
    await between();
  } while (cursor);
  return pages;
}

describe('GET /notifications', () => {
  it('answers 200 with the own mails and nothing of what they contain', async () => {
    const recipient = await buildRecipient(service);
    service.clock.set(new Date('2026-11-20T10:00:00.123Z'));
    await order(recipient, 'Algebra');
    const before = await service.call(listNotifications, { as: recipient });
    service.clock.set(new Date('2026-11-20T10:00:05.000Z'));
    await service.runJobs();
    const after = await service.call(listNotifications, { as: recipient });
    service.clock.reset();
    const queued = {
      id: expect.any(String),
      kind: 'program-ready',
      subject: 'The programme “Algebra” is ready',
      status: 'queued',
      createdAt: '2026-11-20T10:00:00.123Z',
      sentAt: null,
    };
    expect(before.status).toBe(200);
    expect(before.body).toEqual({ items: [queued], nextCursor: null });
    expect(after.body.items).toEqual([{ ...queued, status: 'sent', sentAt: '2026-11-20T10:00:05.000Z' }]);
  });

  it('answers an empty page to somebody who got no mail', async () => {
    const { body } = await service.call(listNotifications, { as: asUser() });
    expect(body).toEqual({ items: [], nextCursor: null });
  });

  it('pages newest first, each mail once, while new ones come in', async () => {
    const recipient = await buildRecipient(service);
    const old = Array.from({ length: 25 }, (_, index) => `Old ${index}`);
    for (const title of old) await order(recipient, title);
    const pages = await readAll(recipient, 10, () => order(recipient, 'New'));
    expect(pages.map(titles)).toEqual([old.slice(15).reverse(), old.slice(5, 15).reverse(), old.slice(0, 5).reverse()]);
  });

  it('pages through mails of the same millisecond', async () => {
    const recipient = await buildRecipient(service);
    service.clock.set(new Date());
    for (let index = 0; index < 7; index += 1) await order(recipient, `Same ${index}`);
    service.clock.reset();
    const ids = (await readAll(recipient, 2)).flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(7);
  });

  it('shows nobody the mails of others', async () => {
    const [anna, boris] = [await buildRecipient(service), await buildRecipient(service)];
    await order(anna, 'For Anna');
    const { body } = await service.call(listNotifications, { as: boris });
    expect(body.items).toEqual([]);
  });

  it('shows nothing of another space, not even to the same account', async () => {
    const recipient = await buildRecipient(service, { space: 'school-a' });
    await order(recipient, 'Algebra');
    const own = await service.call(listNotifications, { as: recipient });
    expect(own.body.items).toHaveLength(1);
    const other = await service.call(listNotifications, { as: { ...recipient, space: 'school-b' } });
    expect(other.body.items).toEqual([]);
  });

  const anId = '0199aaaa-0000-7000-8000-000000000000';
  const foreign = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each([
    ['a limit of zero', { limit: 0 }, '/query/limit'],
    ['a limit beyond the largest', { limit: 101 }, '/query/limit'],
    ['a limit that is no number', { limit: 'many' }, '/query/limit'],
    ['an unknown parameter', { status: 'sent' }, '/query'],
    ['a cursor that is no cursor', { cursor: 'abc' }, '/query/cursor'],
    ['a cursor without the mark of its list', { cursor: foreign([['2026-11-20T10:00:00Z', anId]]) }, '/query/cursor'],
    ['a cursor of another list', { cursor: foreign(['another', '2026-11-20T10:00:00Z', anId]) }, '/query/cursor'],
  ])('answers 400 to %s', async (_, query, pointer) => {
    const authorization = `Bearer ${service.token(asUser())}`;
    const { status, body } = await service.http.get('/api/v1/notifications').query(query).set('authorization', authorization);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'request.invalid', errors: [{ pointer }] });
  });

  it.each([['no time'], [5], ['\u0000']])('answers 400 to a cursor with %j in the place of the time', async (value) => {
    const recipient = await buildRecipient(service);
    for (const title of ['One', 'Two']) await order(recipient, title);
    const { body } = await service.call(listNotifications, { as: recipient, query: { limit: 1 } });
    const [mark] = JSON.parse(Buffer.from(body.nextCursor, 'base64url').toString());
    const query = { cursor: foreign([mark, value, anId]) };
    const other = await service.call(listNotifications, { as: recipient, query });
    expect([other.status, other.body.errors?.[0]?.pointer]).toEqual([400, '/query/cursor']);
  });

  it('answers 405 to a method it does not have', async () => {
    const { status, headers } = await service.http.delete('/api/v1/notifications');
    expect(status).toBe(405);
    expect(headers['allow']).toBe('GET');
  });
});
