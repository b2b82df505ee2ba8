import { randomUUID } from 'node:crypto';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { getMe, updateMe } from '@lyceum/contracts/users/profile';
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
      avatarImageId: null,
      createdAt: '2026-11-20T10:00:00.000Z',
      updatedAt: '2026-11-20T10:00:00.000Z',
      version: 1,
    });
  });

  it('creates one profile when the message comes ten times at once', async () => {
    const actor = asUser();
    const id = randomUUID();
    const deliveries = Array.from({ length: 10 }, () => service.deliver(accountRegistered, buildAccount(actor), { id }));
    const handled = await Promise.all(deliveries);
    expect(handled.sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(await service.rows((db) => db.countBy(ProfileEntity, { id: actor.id }))).toBe(1);
  });

  it.each([['later'], ['earlier']])('keeps the later of two registrations when it is told %s', async (order) => {
    const actor = asUser();
    const later = { name: 'Анна', locale: 'ru', occurredAt: '2026-11-20T10:00:00.001Z' } as const;
    const events = [buildAccount(actor, { name: 'Typo' }), buildAccount(actor, later)];
    for (const event of order === 'later' ? events : events.toReversed()) await service.deliver(accountRegistered, event);
    const { body } = await service.call(getMe, { as: actor });
    expect(body).toMatchObject({
      name: 'Анна',
      locale: 'ru',
      timeZone: 'Europe/Moscow',
      version: 1,
      createdAt: later.occurredAt,
    });
  });

  it('leaves a changed profile alone when a registration is told again', async () => {
    const person = await buildPerson(service);
    expect((await service.call(updateMe, { as: person, body: { name: 'Anna Sidorova' } })).status).toBe(200);
    await service.deliver(
      accountRegistered,
      buildAccount(person, { name: 'Anna Petrova', occurredAt: '2026-11-20T12:00:00.000Z' }),
    );
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
