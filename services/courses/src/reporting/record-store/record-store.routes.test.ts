import {
  checkRecordStore,
  deleteRecordStore,
  getRecordStore,
  listRefusedStatements,
  putRecordStore,
  resendStatements,
} from '@lyceum/contracts/courses/record-store';
import { asAdmin, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import {
  answering,
  secret,
  startRecordStore,
  type TestRecordStore,
  useRecordStore,
  username,
} from '../../../test/record-store.ts';
import { RecordStoreEntity } from './record-store.entity.ts';
import { StatementEntity } from './statement.entity.ts';

let store: TestRecordStore;
beforeAll(async () => {
  store = await startRecordStore();
});
afterEach(() => {
  store.behaviour = null;
});
afterAll(() => store.stop());

const get = (as: TestActor) => service.call(getRecordStore, { as });
const put = (as: TestActor, body: object, headers = {}) =>
  service.call(putRecordStore, { as, body: { endpoint: store.url, username, secret, ...body }, headers });
const check = (as: TestActor) => service.call(checkRecordStore, { as });
const remove = (as: TestActor, headers = {}) => service.call(deleteRecordStore, { as, headers });

const elsewhere = 'http://127.0.0.1:1/xapi';

describe('a record store', () => {
  it('is set and read without its secret, which is stored encrypted', async () => {
    const { admin, settings } = await useRecordStore(store);
    expect(settings).toEqual({
      ...{ endpoint: store.url, username, enabled: true, naming: 'account', version: 1 },
      ...{ waiting: 0, refused: 0, dropped: 0, lastSentAt: null, lastError: null },
    });
    expect((await get(admin)).body).toEqual(settings);
    const row = await service.rows((db) => db.findOneByOrFail(RecordStoreEntity, {}), admin.space);
    expect(JSON.stringify(row)).not.toContain(secret);
  });

  it('is seen by its own space alone, and answers 404 where there is none', async () => {
    const { admin } = await useRecordStore(store);
    const others = asAdmin({ space: `${admin.space}-2` });
    const answers = await Promise.all([
      get(others),
      check(others),
      remove(others),
      service.call(resendStatements, { as: others }),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [404, 'record_store.not_found']));
    expect((await service.call(listRefusedStatements, { as: others })).body.items).toEqual([]);
  });

  it('keeps the secret for the same origin, and asks for it again for another one', async () => {
    const { admin } = await useRecordStore(store);
    const kept = await put(admin, { secret: undefined, endpoint: `${store.url}/`, naming: 'mbox' });
    expect([kept.status, kept.body.naming, kept.body.version]).toEqual([200, 'mbox', 2]);
    expect((await check(admin)).status).toBe(200);
    const moved = await put(admin, { secret: undefined, endpoint: elsewhere });
    expect([moved.status, moved.body.code]).toEqual([422, 'record_store.secret_needed']);
    const first = await put(asAdmin({ space: `${admin.space}-2` }), { secret: undefined });
    expect([first.status, first.body.code]).toEqual([422, 'record_store.secret_needed']);
  });

  it('is changed and removed only by whoever has read it last', async () => {
    const { admin } = await useRecordStore(store);
    expect((await put(admin, { enabled: false }, { 'if-match': '"1"' })).status).toBe(200);
    expect((await put(admin, {}, { 'if-match': '"1"' })).body.code).toBe('precondition.failed');
    expect((await remove(admin, { 'if-match': '"1"' })).body.code).toBe('precondition.failed');
    expect((await remove(admin, { 'if-match': '"2"' })).status).toBe(204);
    expect((await get(admin)).status).toBe(404);
  });

  it('is one when it is set many times at once', async () => {
    const { admin } = await useRecordStore(store);
    const again = await Promise.all(Array.from({ length: 5 }, () => put(admin, {})));
    expect(again.map(({ body }) => body.version).toSorted()).toEqual([2, 3, 4, 5, 6]);
  });

  it.each([
    'http://10.0.0.1/xapi',
    'http://169.254.169.254/latest',
    'http://[::1]:5432/xapi',
    'http://user@127.0.0.1/xapi',
    'http://127.0.0.1/xapi?next=/statements',
    'http://127.0.0.1/a/../xapi',
  ])('is not let to be at %j', async (endpoint) => {
    const { status, body } = await put(asAdmin(), { endpoint });
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'record_store.address_refused', '/body/endpoint']);
  });

  it.each([
    { endpoint: 'ftp://lrs.example.org' },
    { endpoint: `https://lrs.example.org/${'x'.repeat(500)}` },
    { username: 'a:b' },
    { username: '' },
    { secret: '' },
    { secret: 'x'.repeat(501) },
    { naming: 'name' },
    { colour: 'red' },
  ])('answers 400 to %j', async (change) => {
    expect((await put(asAdmin(), change)).status).toBe(400);
  });

  it('takes what waits along when it is removed', async () => {
    const { admin } = await useRecordStore(store);
    await service.rows(async (db) => {
      const { id: storeId } = await db.findOneByOrFail(RecordStoreEntity, {});
      await db.query(
        `INSERT INTO xapi_statements (id, store_id, statement_id, statement, status, created_at)
         VALUES (gen_random_uuid(), $1, gen_random_uuid(), '{}', 'waiting', now())`,
        [storeId],
      );
    }, admin.space);
    expect((await get(admin)).body.waiting).toBe(1);
    await remove(admin);
    expect(await service.rows((db) => db.count(StatementEntity), admin.space)).toBe(0);
  });
});

describe('a check', () => {
  it('says which versions the store speaks and leaves nothing there', async () => {
    const { admin } = await useRecordStore(store);
    const before = store.statements.length;
    const { status, body } = await check(admin);
    expect([status, body]).toEqual([200, { versions: ['1.0.3', '2.0.0'] }]);
    expect(store.statements).toHaveLength(before);
  });

  it('passes with a store that calls an empty list a bad request', async () => {
    const { admin } = await useRecordStore(store);
    store.behaviour = (request, response) =>
      request.url === '/xapi/about'
        ? answering(200, '{"version":["1.0.3"]}')(request, response)
        : answering(400)(request, response);
    expect((await check(admin)).status).toBe(200);
  });

  it('tells in the language of the reader that user name or secret is wrong, and not what the store repeats of them', async () => {
    const { admin } = await useRecordStore(store, { secret: 'another-secret-of-the-store' });
    const { status, body } = await check({ ...admin, locale: 'ru' });
    expect([status, body.code]).toEqual([422, 'record_store.refused']);
    expect(body.detail).toMatch(/^Хранилище не принимает имя пользователя и секрет\. HTTP 401: /);
    const wrong = Buffer.from(`${username}:another-secret-of-the-store`).toString('base64');
    expect(body.detail).not.toContain(wrong.slice(8, 20));
  });

  it.each([
    ['is no record store', answering(200, '<!doctype html>'), 'The store does not speak xAPI 1.0.'],
    ['speaks other versions', answering(200, '{"version":["0.95"]}'), 'The store does not speak xAPI 1.0.'],
    ['is out of order', answering(500, 'disk\nfull'), 'The store answered with an error. HTTP 500: disk full'],
    [
      'redirects',
      answering(302, '', { location: 'http://127.0.0.1:1/' }),
      'The store redirects to another address; redirects are not followed. HTTP 302',
    ],
  ])('answers 422 when the other side %s', async (_, behaviour, detail) => {
    const { admin } = await useRecordStore(store);
    store.behaviour = behaviour;
    const { status, body } = await check(admin);
    expect([status, body.code, body.detail]).toEqual([422, 'record_store.refused', detail]);
  });

  it('answers 422 when nobody is there', async () => {
    const { admin } = await useRecordStore(store, { endpoint: elsewhere });
    const { status, body } = await check(admin);
    expect([status, body.code, body.detail]).toEqual([
      ...[422, 'record_store.unreachable'],
      'No connection could be made. ECONNREFUSED',
    ]);
  });

  it('makes no connection to an address that was allowed before', async () => {
    const { admin } = await useRecordStore(store);
    await service.rows((db) => db.query("UPDATE record_stores SET endpoint = 'http://10.0.0.1/xapi'"), admin.space);
    expect((await check(admin)).body.code).toBe('record_store.address_refused');
  });

  it('asks for the secret again when it was stored under another key', async () => {
    const { admin } = await useRecordStore(store);
    await service.rows((db) => db.query("UPDATE record_stores SET secret = 'lost'"), admin.space);
    expect((await check(admin)).body.code).toBe('record_store.secret_needed');
  });
});
