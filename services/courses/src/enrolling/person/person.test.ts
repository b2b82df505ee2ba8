import { randomUUID } from 'node:crypto';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { profileUpdated } from '@lyceum/contracts/users/profile';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { knowPerson } from '../../../test/factories.ts';
import { PersonEntity } from './person.entity.ts';

const buildUpdate = ({ id: accountId }: TestActor, version: number) =>
  ({ accountId, name: `Name ${version}`, locale: 'ru', version, occurredAt: '2026-11-20T11:00:00.000Z' }) as const;

const buildRegistration = ({ id: accountId, locale, roles }: TestActor, name: string, occurredAt: string) => ({
  accountId,
  email: `${name}@example.org`,
  name,
  locale,
  roles: [...roles],
  occurredAt,
});

const find = ({ id, space }: TestActor) => service.rows((db) => db.findOneBy(PersonEntity, { id }), space);

describe('people', () => {
  it('are copied from the registration', async () => {
    const person = await knowPerson(asUser({ locale: 'ru' }), { name: 'Анна', email: 'anna@example.org' });
    expect(await find(person)).toEqual({
      id: person.id,
      email: 'anna@example.org',
      name: 'Анна',
      locale: 'ru',
      timeZone: null,
      profileVersion: 0,
      registeredAt: new Date('2026-11-20T10:00:00.000Z'),
    });
  });

  it('follow the profile and keep their address', async () => {
    const person = await knowPerson(asUser());
    await service.deliver(profileUpdated, buildUpdate(person, 2), { times: 2 });
    const email = `${person.id}@example.org`;
    expect(await find(person)).toMatchObject({ name: 'Name 2', locale: 'ru', profileVersion: 2, email });
  });

  it('get the time zone when a profile they know is told again by one who tells it', async () => {
    const person = await knowPerson(asUser());
    await service.deliver(profileUpdated, buildUpdate(person, 2));
    expect(await find(person)).toMatchObject({ timeZone: null });
    await service.deliver(profileUpdated, { ...buildUpdate(person, 2), timeZone: 'Asia/Omsk' });
    expect(await find(person)).toMatchObject({ timeZone: 'Asia/Omsk', profileVersion: 2 });
  });

  it('end with the newest version when the events come in any order and at once', async () => {
    const person = await knowPerson(asUser());
    const versions = [4, 2, 9, 3, 7, 5, 8, 6];
    await Promise.all(versions.map((version) => service.deliver(profileUpdated, buildUpdate(person, version))));
    expect(await find(person)).toMatchObject({ name: 'Name 9', profileVersion: 9 });
  });

  it.each([['later'], ['earlier']])('are of the later registration when it is told %s', async (order) => {
    const person = asUser();
    const events = [
      buildRegistration(person, 'typo', '2026-11-20T10:00:00.000Z'),
      buildRegistration(person, 'anna', '2026-11-20T10:00:00.001Z'),
    ];
    for (const event of order === 'later' ? events : events.toReversed()) await service.deliver(accountRegistered, event);
    expect(await find(person)).toMatchObject({ name: 'anna', email: 'anna@example.org' });
  });

  it('are of the later registration when all are told at once', async () => {
    const person = asUser();
    const events = [3, 1, 4, 2].map((day) => buildRegistration(person, `day-${day}`, `2026-11-0${day}T10:00:00.000Z`));
    await Promise.all(events.map((event) => service.deliver(accountRegistered, event)));
    expect(await find(person)).toMatchObject({ name: 'day-4' });
  });

  it('keep a newer profile when a registration is told again', async () => {
    const person = await knowPerson(asUser());
    await service.deliver(profileUpdated, buildUpdate(person, 2));
    await service.deliver(accountRegistered, buildRegistration(person, 'old', '2026-11-20T12:00:00.000Z'));
    expect(await find(person)).toMatchObject({ name: 'Name 2', profileVersion: 2 });
  });

  it('get an update that came before the registration when it is delivered again', async () => {
    const person = asUser();
    const id = randomUUID();
    await expect(service.deliver(profileUpdated, buildUpdate(person, 2), { id })).rejects.toThrow('is not known yet');
    await knowPerson(person);
    expect(await service.deliver(profileUpdated, buildUpdate(person, 2), { id })).toBe(1);
    expect(await find(person)).toMatchObject({ name: 'Name 2' });
  });

  it('of another space are neither seen nor changed', async () => {
    const person = await knowPerson(asUser({ space: 'school-a' }), { name: 'Анна' });
    const update = service.deliver(profileUpdated, buildUpdate(person, 2), { space: 'school-b' });
    await expect(update).rejects.toThrow('is not known yet');
    expect(await find({ ...person, space: 'school-b' })).toBeNull();
    expect(await find(person)).toMatchObject({ name: 'Анна' });
  });
});
