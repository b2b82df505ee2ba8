import { randomUUID } from 'node:crypto';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { profileUpdated } from '@lyceum/contracts/users/profile';
import { buildRecipient, buildRegistration, buildStranger, type Recipient } from '../../test/factories.ts';
import { service } from '../../test/notifications-service.ts';
import { RecipientEntity } from './recipient.entity.ts';

const buildUpdate = ({ id: accountId }: Recipient, version: number) =>
  ({ accountId, name: `Name ${version}`, locale: 'ru', version, occurredAt: '2026-11-20T11:00:00.000Z' }) as const;

const find = ({ id, space }: Recipient) => service.rows((db) => db.findOneBy(RecipientEntity, { id }), space);

describe('recipients', () => {
  it('are copied from the registration', async () => {
    const recipient = await buildRecipient(service, { name: 'Anna', locale: 'ru' });
    const { id, email } = recipient;
    expect(await find(recipient)).toEqual({
      id,
      email,
      name: 'Anna',
      locale: 'ru',
      profileVersion: 0,
      registeredAt: expect.any(Date),
    });
  });

  it('follow the profile', async () => {
    const recipient = await buildRecipient(service);
    await service.deliver(profileUpdated, buildUpdate(recipient, 2));
    expect(await find(recipient)).toMatchObject({ name: 'Name 2', locale: 'ru', profileVersion: 2, email: recipient.email });
  });

  it('end with the newest version when the events come in any order and at once', async () => {
    const recipient = await buildRecipient(service);
    const versions = [4, 2, 9, 3, 7, 5, 8, 6];
    await Promise.all(versions.map((version) => service.deliver(profileUpdated, buildUpdate(recipient, version))));
    expect(await find(recipient)).toMatchObject({ name: 'Name 9', profileVersion: 9 });
  });

  it.each([['later'], ['earlier']])('are of the later registration when it is told %s', async (order) => {
    const first = buildStranger({ name: 'Typo' });
    const later = { ...first, name: 'Anna', locale: 'ru' } as const;
    const events = [buildRegistration(first), { ...buildRegistration(later), occurredAt: '2026-11-20T10:00:00.001Z' }];
    for (const event of order === 'later' ? events : events.toReversed()) await service.deliver(accountRegistered, event);
    expect(await find(first)).toMatchObject({ name: 'Anna', locale: 'ru' });
  });

  it('keep a newer profile when a registration is told again', async () => {
    const recipient = await buildRecipient(service);
    await service.deliver(profileUpdated, buildUpdate(recipient, 2));
    await service.deliver(accountRegistered, { ...buildRegistration(recipient), occurredAt: '2026-11-20T12:00:00.000Z' });
    expect(await find(recipient)).toMatchObject({ name: 'Name 2', profileVersion: 2 });
  });

  it('get an update that came before the registration when it is delivered again', async () => {
    const recipient = buildStranger();
    const id = randomUUID();
    await expect(service.deliver(profileUpdated, buildUpdate(recipient, 2), { id })).rejects.toThrow('is not known yet');
    await service.deliver(accountRegistered, buildRegistration(recipient));
    expect(await service.deliver(profileUpdated, buildUpdate(recipient, 2), { id })).toBe(1);
    expect(await find(recipient)).toMatchObject({ name: 'Name 2' });
  });

  it('of another space are neither seen nor changed', async () => {
    const recipient = await buildRecipient(service, { space: 'school-a', name: 'Anna' });
    const update = service.deliver(profileUpdated, buildUpdate(recipient, 2), { space: 'school-b' });
    await expect(update).rejects.toThrow('is not known yet');
    expect(await find({ ...recipient, space: 'school-b' })).toBeNull();
    expect(await find(recipient)).toMatchObject({ name: 'Anna' });
  });
});
