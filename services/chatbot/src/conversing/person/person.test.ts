import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { profileUpdated } from '@lyceum/contracts/users/profile';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { knowPerson } from '../../../test/build-message.ts';
import { service } from '../../../test/chatbot-service.ts';
import { findPersonNames } from './find-person-names.ts';

const buildUpdate = ({ id: accountId }: TestActor, version: number) =>
  ({ accountId, name: `Name ${version}`, locale: 'ru', version, occurredAt: '2026-11-20T11:00:00.000Z' }) as const;

const findName = async ({ id, space }: TestActor) => (await service.rows((db) => findPersonNames(db, [id]), space)).get(id);

describe('names of people', () => {
  it('are copied from the registration and follow the profile, also when it is told twice', async () => {
    const person = await knowPerson(asUser(), 'Анна');
    expect(await findName(person)).toBe('Анна');
    await service.deliver(profileUpdated, buildUpdate(person, 2), { times: 2 });
    expect(await findName(person)).toBe('Name 2');
    await knowPerson(person, 'Anna');
    expect(await findName(person)).toBe('Name 2');
  });

  it('end with the newest version when the events come in any order and at once', async () => {
    const person = await knowPerson(asUser(), 'Анна');
    const versions = [4, 2, 9, 3, 7, 5, 8, 6];
    await Promise.all(versions.map((version) => service.deliver(profileUpdated, buildUpdate(person, version))));
    expect(await findName(person)).toBe('Name 9');
  });

  it('are of the later registration, whichever comes first', async () => {
    const { id: accountId, locale, roles, ...person } = asUser();
    const events = [3, 1, 2].map((day) => ({
      ...{ accountId, email: 'a@example.org', name: `Day ${day}`, locale, roles: [...roles] },
      occurredAt: `2026-11-0${day}T10:00:00.000Z`,
    }));
    for (const event of events) await service.deliver(accountRegistered, event);
    expect(await findName({ ...person, id: accountId, locale, roles })).toBe('Day 3');
  });

  it('wait for the registration, and are those of one space', async () => {
    const person = asUser({ space: 'school-a' });
    await expect(service.deliver(profileUpdated, buildUpdate(person, 2), { space: 'school-a' })).rejects.toThrow('not known yet');
    await knowPerson(person, 'Анна');
    expect(await findName({ ...person, space: 'school-b' })).toBeUndefined();
  });
});
