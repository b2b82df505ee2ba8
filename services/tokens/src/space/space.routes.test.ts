import { randomBytes } from 'node:crypto';
import { register } from '@lyceum/contracts/tokens/registration';
import * as contract from '@lyceum/contracts/tokens/space';
import { asRole, buildAddress, buildRegistration, buildSpace, from } from '../../test/factories.ts';
import { service } from '../../test/tokens-service.ts';
import { SpaceEntity } from './space.entity.ts';

const buildName = () => `school-${randomBytes(5).toString('hex')}`;
const create = (body: { id: string; title: string }, headers: Record<string, string> = {}, space?: string) =>
  service.call(contract.createSpace, { body, headers, ...(space && { space }) });

it('creates a space in which people can register, and tells the others in that space', async () => {
  const id = buildName();
  const registration = () => service.call(register, { body: buildRegistration(), space: id, headers: from(buildAddress()) });
  expect((await registration()).status).toBe(404);
  const response = await create({ id, title: 'Школа № 1' }, await asRole('admin'));
  expect(response.status).toBe(201);
  expect(response.body).toEqual({ id, title: 'Школа № 1', createdAt: expect.any(String) });
  const published = (await service.outbox(contract.spaceCreated.name)).filter((row) => row.space === id);
  expect(published).toMatchObject([{ payload: { spaceId: id, title: 'Школа № 1', occurredAt: response.body.createdAt } }]);
  expect((await registration()).status).toBe(202);
});

it('answers 409 for a name that is taken, the first space included, and changes nothing', async () => {
  const id = await buildSpace();
  const admin = await asRole('admin');
  for (const taken of [id, 'main']) {
    const response = await create({ id: taken, title: 'Another' }, admin);
    expect([response.status, response.body.code]).toEqual([409, 'space.taken']);
  }
  expect((await service.rows((db) => db.findOneByOrFail(SpaceEntity, { id }), id)).title).toBe('School');
  const published = await service.outbox(contract.spaceCreated.name);
  expect(published.filter((row) => row.space === id)).toEqual([]);
});

it('gives a name to one of those who want it at the same time', async () => {
  const id = buildName();
  const admin = await asRole('admin');
  const responses = await Promise.all(Array.from({ length: 8 }, () => create({ id, title: 'Race' }, admin)));
  const statuses = responses.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  expect((await service.outbox(contract.spaceCreated.name)).filter((row) => row.space === id)).toHaveLength(1);
});

it('replays the answer for the same Idempotency-Key', async () => {
  const body = { id: buildName(), title: 'Once' };
  const headers = { ...(await asRole('admin')), 'idempotency-key': buildName() };
  const first = await create(body, headers);
  const second = await create(body, headers);
  expect([second.status, second.body]).toEqual([201, first.body]);
  expect(second.headers['idempotency-replayed']).toBe('true');
  expect((await create({ ...body, id: buildName() }, headers)).status).toBe(422);
});

it('answers 403 to the administrator of another space', async () => {
  const space = await buildSpace();
  const response = await create({ id: buildName(), title: 'No' }, await asRole('admin', space), space);
  expect([response.status, response.body.code]).toEqual([403, 'auth.forbidden']);
});

it.each([['School'], ['-school'], ['school-'], ['a_b'], ['школа'], ['a'.repeat(41)], ['']])(
  'answers 400 for the name %j',
  async (id) => {
    const response = await create({ id, title: 'No' }, await asRole('admin'));
    expect([response.status, response.body.errors?.[0]?.pointer]).toEqual([400, '/body/id']);
  },
);

it('answers 415 for a form', async () => {
  const response = await service.http
    .post('/api/v1/spaces')
    .set(await asRole('admin'))
    .type('form')
    .send({ id: 'a', title: 'b' });
  expect(response.status).toBe(415);
});
