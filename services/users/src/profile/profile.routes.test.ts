import { getMe, profileUpdated, updateMe } from '@lyceum/contracts/users/profile';
import { asUser } from '@lyceum/testing/actors';
import { buildPerson } from '../../test/factories.ts';
import { service } from '../../test/users-service.ts';
import { ProfileEntity } from './profile.entity.ts';

const address = '/api/v1/users/me';

const announcedTo = async (id: string) =>
  (await service.outbox(profileUpdated.name)).filter(({ payload }) => payload['accountId'] === id);

describe('GET /users/me', () => {
  it('answers 200 with the own profile and its version as ETag', async () => {
    const person = await buildPerson(service, { name: 'Boris' });
    const response = await service.call(getMe, { as: person });
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ id: person.id, name: 'Boris', version: 1 });
    expect(response.headers['etag']).toBe('"1"');
  });

  it('answers 304 without a body to a caller who has this version', async () => {
    const person = await buildPerson(service);
    const response = await service.call(getMe, { as: person, headers: { 'if-none-match': '"1"' } });
    expect(response.status).toBe(304);
    expect(response.text).toBe('');
  });

  it('answers 400 to a query it does not know', async () => {
    const person = await buildPerson(service);
    const response = await service.http.get(`${address}?id=1`).set('authorization', `Bearer ${service.token(person)}`);
    expect(response.status).toBe(400);
    expect(response.body.code).toBe('request.invalid');
  });

  it('answers 404 before the profile is there, in the language asked for', async () => {
    const headers = { 'accept-language': 'ru' };
    const { status, body } = await service.call(getMe, { as: asUser(), headers });
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'profile.not_found', title: 'Профиль ещё не создан, повторите чуть позже' });
  });

  it('does not show the profile of another space', async () => {
    const person = await buildPerson(service, {}, 'school-a');
    expect((await service.call(getMe, { as: person })).status).toBe(200);
    expect((await service.call(getMe, { as: { ...person, space: 'school-b' } })).status).toBe(404);
  });
});

describe('PATCH /users/me', () => {
  it('answers 200 with the changed profile, raises the version and announces the new name', async () => {
    const person = await buildPerson(service, { name: 'Vera' });
    service.clock.set(new Date('2027-01-02T03:04:05.678Z'));
    const avatarImageId = '01900000-0000-7000-8000-000000000001';
    const body = {
      name: '  Вера Иванова ',
      locale: 'ru',
      timeZone: 'Asia/Yekaterinburg',
      about: 'Учу\nматематике',
      avatarImageId,
    } as const;
    const response = await service.call(updateMe, { as: person, body });
    expect(response.status).toBe(200);
    service.clock.reset();
    const changed = {
      name: 'Вера Иванова',
      locale: 'ru',
      timeZone: 'Asia/Yekaterinburg',
      about: 'Учу\nматематике',
      avatarImageId,
    };
    expect(response.body).toMatchObject({ ...changed, version: 2, updatedAt: '2027-01-02T03:04:05.678Z' });
    expect(response.headers['etag']).toBe('"2"');
    expect((await service.call(getMe, { as: person })).body).toEqual(response.body);
    expect(await announcedTo(person.id)).toMatchObject([
      {
        kind: 'event',
        space: 'main',
        payload: {
          accountId: person.id,
          name: 'Вера Иванова',
          locale: 'ru',
          timeZone: 'Asia/Yekaterinburg',
          version: 2,
          occurredAt: '2027-01-02T03:04:05.678Z',
        },
      },
    ]);
  });

  it('changes only what is named and announces nothing that nobody keeps a copy of', async () => {
    const person = await buildPerson(service, { name: 'Gleb' });
    const { status, body } = await service.call(updateMe, { as: person, body: { about: 'Historian', name: 'Gleb' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'Gleb', locale: 'en', timeZone: 'UTC', about: 'Historian', version: 2 });
    expect(await announcedTo(person.id)).toEqual([]);
  });

  it('announces a time zone that is all that was changed', async () => {
    const person = await buildPerson(service);
    await service.call(updateMe, { as: person, body: { timeZone: 'Asia/Omsk' } });
    expect(await announcedTo(person.id)).toMatchObject([{ payload: { timeZone: 'Asia/Omsk', version: 2 } }]);
  });

  it('accepts the version that was read', async () => {
    const person = await buildPerson(service);
    const headers = { 'if-match': '"1"' };
    const { status, body } = await service.call(updateMe, { as: person, body: { about: 'x' }, headers });
    expect(status).toBe(200);
    expect(body.version).toBe(2);
  });

  it('answers 412 when the profile was changed since it was read, and changes nothing', async () => {
    const person = await buildPerson(service, { name: 'Dina' });
    expect((await service.call(updateMe, { as: person, body: { about: 'first' } })).status).toBe(200);
    const headers = { 'if-match': '"1"' };
    const { status, body } = await service.call(updateMe, { as: person, body: { name: 'Dora', about: 'second' }, headers });
    expect(status).toBe(412);
    expect(body.code).toBe('precondition.failed');
    expect((await service.call(getMe, { as: person })).body).toMatchObject({ name: 'Dina', about: 'first', version: 2 });
    expect(await announcedTo(person.id)).toEqual([]);
  });

  it('lets one of twenty writers win who all read the same version', async () => {
    const person = await buildPerson(service);
    const headers = { 'if-match': '"1"' };
    const writes = Array.from({ length: 20 }, (_, index) =>
      service.call(updateMe, { as: person, body: { name: `Writer ${index}` }, headers }),
    );
    const statuses = (await Promise.all(writes)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(19);
    expect((await service.call(getMe, { as: person })).body.version).toBe(2);
    expect(await announcedTo(person.id)).toHaveLength(1);
  });

  it('loses none of twenty changes made at once without a condition', async () => {
    const person = await buildPerson(service, { name: 'Start' });
    const writes = Array.from({ length: 20 }, (_, index) =>
      service.call(updateMe, { as: person, body: { name: `Writer ${index}` } }),
    );
    const versions = (await Promise.all(writes)).map(({ body }) => Number(body.version));
    expect(versions.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
    const announced = (await announcedTo(person.id)).map(({ payload }) => Number(payload['version']));
    expect(announced.sort((a, b) => a - b)).toEqual(versions);
  });

  it.each([
    ['an empty body', {}, '/body'],
    ['a name of spaces', { name: '   ' }, '/body/name'],
    ['a name that is too long', { name: 'x'.repeat(101) }, '/body/name'],
    ['a name with a line break', { name: 'Anna\r\nBcc: victim@example.org' }, '/body/name'],
    ['a name with U+0000', { name: 'An\u0000na' }, '/body/name'],
    ['a language we do not speak', { locale: 'de' }, '/body/locale'],
    ['a time zone that does not exist', { timeZone: 'Mars/Olympus' }, '/body/timeZone'],
    ['a text that is too long', { about: 'x'.repeat(2001) }, '/body/about'],
    ['a field that may not be changed', { email: 'other@example.org' }, '/body'],
    ['a version', { name: 'Anna', version: 7 }, '/body'],
    ['a list', [], '/body'],
    ['null', null, '/body'],
  ])('answers 400 to %s and says where', async (_, body, pointer) => {
    const person = await buildPerson(service);
    const response = await service.http
      .patch(address)
      .set('authorization', `Bearer ${service.token(person)}`)
      .set('content-type', 'application/json')
      .send(JSON.stringify(body));
    expect(response.status).toBe(400);
    expect(response.body.code).toBe('request.invalid');
    expect(response.body.errors[0].pointer).toBe(pointer);
    expect((await service.call(getMe, { as: person })).body.version).toBe(1);
  });

  it('answers 400 to what is no JSON', async () => {
    const person = await buildPerson(service);
    const response = await service.http
      .patch(address)
      .set('authorization', `Bearer ${service.token(person)}`)
      .set('content-type', 'application/json')
      .send('{"name": ');
    expect(response.status).toBe(400);
    expect(response.body.code).toBe('request.malformed');
  });

  it('answers 415 to another content type', async () => {
    const person = await buildPerson(service);
    const response = await service.http
      .patch(address)
      .set('authorization', `Bearer ${service.token(person)}`)
      .type('application/x-www-form-urlencoded')
      .send('name=Anna');
    expect(response.status).toBe(415);
    expect(response.body.code).toBe('request.unsupported_media_type');
  });

  it('answers 404 before the profile is there', async () => {
    const { status, body } = await service.call(updateMe, { as: asUser(), body: { name: 'Early' } });
    expect(status).toBe(404);
    expect(body.code).toBe('profile.not_found');
  });

  it('does not change the profile of another space', async () => {
    const person = await buildPerson(service, { name: 'Zoya' }, 'school-a');
    expect((await service.call(updateMe, { as: { ...person, space: 'school-b' }, body: { name: 'Thief' } })).status).toBe(404);
    expect((await service.call(getMe, { as: person })).body.name).toBe('Zoya');
    expect(await service.rows((db) => db.count(ProfileEntity), 'school-b')).toBe(0);
  });
});
