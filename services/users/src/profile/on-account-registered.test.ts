import { randomUUID } from 'node:crypto';
import { accountRegistered } from '@lyceum/contracts/tokens';
import { getMe, updateMe } from '@lyceum/contracts/users';
import { asUser } from '@lyceum/testing/actors';
import { buildAccount, buildPerson } from '../../test/factories.ts';
import { service } from '../../test/users-service.ts';
import { createProfile } from './on-account-registered.ts';
import { ProfileEntity } from './profile.entity.ts';

describe('tokens.account-registered', () => {
  it.each([
    ['en', 'UTC'],
    ['ru', 'Europe/Moscow'],
  ] as const)('creates a profile of a person who reads %s in the time zone %s', async (locale, timeZone) => {
    service.clock.set(new Date('2026-11-20T10:00:01.500Z'));
    const person = await buildPerson(service, { locale, name: 'Анна Петрова', email: `anna-${locale}@example.org` });
    const { status, body } = await service.call(getMe, { as: person });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: person.id,
      email: `anna-${locale}@example.org`,
      name: 'Анна Петрова',
      locale,
      timeZone,
      about: '',
      createdAt: '2026-11-20T10:00:01.500Z',
      updatedAt: '2026-11-20T10:00:01.500Z',
      version: 1,
    });
    service.clock.reset();
  });

  it('creates one profile when the message comes ten times at once', async () => {
    const actor = asUser();
    const id = randomUUID();
    const deliveries = Array.from({ length: 10 }, () => service.deliver(accountRegistered, buildAccount(actor), { id }));
    const handled = await Promise.all(deliveries);
    expect(handled.sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(await service.rows((db) => db.countBy(ProfileEntity, { id: actor.id }))).toBe(1);
  });

  it('leaves a changed profile alone when the registration is told again in another message', async () => {
    const person = await buildPerson(service);
    expect((await service.call(updateMe, { as: person, body: { name: 'Anna Sidorova' } })).status).toBe(200);
    await service.deliver(accountRegistered, buildAccount(person, { name: 'Anna Petrova' }));
    const { status, body } = await service.call(getMe, { as: person });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'Anna Sidorova', version: 2 });
  });

  it('refuses a payload that is not of the contract and writes nothing', async () => {
    const before = await service.rows((db) => db.count(ProfileEntity));
    const wrong = { ...buildAccount(asUser()), accountId: 'nobody' };
    const ctx = service.context();
    await expect(service.rows((db) => createProfile.handle(wrong, { db, ctx, id: randomUUID() }))).rejects.toThrow('accountId');
    expect(await service.rows((db) => db.count(ProfileEntity))).toBe(before);
  });
});
