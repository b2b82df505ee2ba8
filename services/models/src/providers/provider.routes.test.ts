import { listCalls } from '@lyceum/contracts/models/model-call';
import { putTask } from '@lyceum/contracts/models/model-task';
import * as contract from '@lyceum/contracts/models/provider';
import { asAdmin, asStaff, asUser } from '@lyceum/testing/actors';
import {
  admin,
  buildProvider,
  gigaChat,
  newSchool,
  newSpace,
  openAi,
  openAiSettings,
  setBudget,
  setProviders,
} from '../../test/factories.ts';
import { service, startReplica } from '../../test/models-service.ts';

const missing = { providerId: '01900000-0000-7000-8000-000000000000' };

const test = (providerId: string, as = admin, headers = {}) =>
  service.call(contract.testProvider, { as, params: { providerId }, headers });

describe('POST /models/providers', () => {
  it('adds a provider with what was not said filled in, and says only that it has a key', async () => {
    const settings = { kind: 'gigachat', name: 'GigaChat' } as const;
    const { space, as } = newSpace();
    const response = await service.call(contract.createProvider, { as, body: { settings, key: 'a secret key' } });
    expect(response.status).toBe(201);
    expect(response.headers['etag']).toBe('"1"');
    expect(response.body).toMatchObject({
      hasKey: true,
      version: 1,
      settings: {
        name: 'GigaChat',
        baseUrl: 'https://gigachat.devices.sberbank.ru/api/v1',
        scope: 'GIGACHAT_API_PERS',
        model: 'GigaChat-2-Pro',
        maxConcurrency: 1,
        price: null,
        enabled: true,
      },
    });
    expect(Object.keys(response.body).toSorted()).toEqual(['createdAt', 'hasKey', 'id', 'settings', 'updatedAt', 'version']);
    expect(space).toBeDefined();
  });

  it('answers 409 when another provider of the space has the name, and lets another space have it', async () => {
    const { settings } = await buildProvider();
    const again = await service.call(contract.createProvider, { as: admin, body: { settings } });
    expect(again.status).toBe(409);
    expect(again.body.code).toBe('model_provider.name_taken');
    expect(await buildProvider(settings, { as: newSpace().as })).toMatchObject({ hasKey: false });
  });

  it('answers 400 to settings that are of another kind, lack what has no default, or say more than there is', async () => {
    for (const settings of [
      { ...openAiSettings(), kind: 'other' },
      { kind: 'openai-compatible', name: 'x' },
      { ...openAiSettings(), surplus: 1 },
      openAiSettings({ baseUrl: 'ftp://127.0.0.1' }),
      openAiSettings({ timeoutSeconds: 0 }),
    ]) {
      const response = await service.http
        .post('/api/v1/models/providers')
        .set('authorization', `Bearer ${service.token(admin)}`)
        .send({ settings });
      expect({ settings, status: response.status }).toEqual({ settings, status: 400 });
    }
  });
});

it.each([
  'http://169.254.169.254/latest',
  'http://10.0.0.1/v1',
  'http://0xa000001/v1',
  'http://[::ffff:10.0.0.1]/v1',
  'http://user:password@api.example.org/v1',
  'http://api.example.org/v1?x=',
  'http://api.example.org/v1#',
  'http://api.example.org/a/../v1',
  'http://api.example.org/v1\r\nHost: x',
])('answers 422 to a new provider at %j, whichever of its addresses it is', async (address) => {
  for (const settings of [
    openAiSettings({ baseUrl: address }),
    { kind: 'gigachat', name: 'giga', baseUrl: address },
    { kind: 'gigachat', name: 'giga', authUrl: address },
  ] as const) {
    const response = await service.call(contract.createProvider, { as: newSpace().as, body: { settings, key: 'key' } });
    expect([response.status, response.body.code]).toEqual([422, 'model_provider.address_refused']);
  }
});

describe('GET /models/providers', () => {
  it('lists those of the space by name, page after page', async () => {
    const { as } = newSpace();
    for (const name of ['b', 'c', 'a']) await buildProvider(openAiSettings({ name }), { as, key: 'secret' });
    const first = await service.call(contract.listProviders, { as, query: { limit: 2 } });
    const second = await service.call(contract.listProviders, { as, query: { limit: 2, cursor: first.body.nextCursor } });
    const names = [...first.body.items, ...second.body.items].map(({ settings }) => settings.name);
    expect(names).toEqual(['a', 'b', 'c']);
    expect(second.body.nextCursor).toBeNull();
  });
});

describe('GET /models/providers/:providerId', () => {
  it('shows one, and 304 to whoever has it already', async () => {
    const provider = await buildProvider();
    const response = await service.call(contract.getProvider, { as: admin, params: { providerId: provider.id } });
    expect(response.body).toEqual(provider);
    const again = await service.call(contract.getProvider, {
      as: admin,
      params: { providerId: provider.id },
      headers: { 'if-none-match': '"1"' },
    });
    expect(again.status).toBe(304);
  });

  it('answers 404 for one of another space', async () => {
    const { id } = await buildProvider(openAiSettings(), { as: newSpace().as });
    const response = await service.call(contract.getProvider, { as: admin, params: { providerId: id } });
    expect(response.status).toBe(404);
    expect(response.body.code).toBe('model_provider.not_found');
  });
});

describe('PUT /models/providers/:providerId', () => {
  const put = (providerId: string, body: Parameters<typeof service.call<typeof contract.updateProvider>>[1], headers = {}) =>
    service.call(contract.updateProvider, { as: admin, params: { providerId }, headers, ...body });

  it('replaces the settings and keeps the key until another is given or it is taken away', async () => {
    const double = await openAi({ apiKey: 'the first key' });
    const { id } = await buildProvider(openAiSettings({ baseUrl: `${double.url}/other` }), { key: 'the first key' });
    const settings = openAiSettings({ baseUrl: double.baseUrl });
    const kept = await put(id, { body: { settings } }, { 'if-match': '"1"' });
    expect(kept.status).toBe(200);
    expect(kept.body).toMatchObject({ hasKey: true, version: 2, settings: { baseUrl: double.baseUrl } });
    expect((await test(id)).body).toMatchObject({ ok: true });

    await put(id, { body: { settings, key: 'another key' } });
    expect((await test(id)).body).toMatchObject({ ok: false, failure: { kind: 'unauthorized' } });
    expect((await put(id, { body: { settings, key: '' } })).body).toMatchObject({ hasKey: false, version: 4 });
    expect((await test(id)).body).toMatchObject({ ok: false, failure: { kind: 'unauthorized' } });
  });

  it('answers 422 when a key would go to another address than it was entered for, and changes nothing', async () => {
    const stranger = await openAi();
    const { credentials, baseUrl, authUrl } = await gigaChat();
    const giga = { kind: 'gigachat', name: 'giga', baseUrl, authUrl } as const;
    const open = openAiSettings({ baseUrl: 'http://127.0.0.1:9/v1' });
    const { as } = newSpace();
    const keyed = {
      giga: await buildProvider(giga, { as, key: credentials }),
      open: await buildProvider(open, { as, key: 'key' }),
    };
    for (const [{ id }, settings] of [
      [keyed.open, { ...open, baseUrl: stranger.baseUrl }],
      [keyed.open, { ...open, baseUrl: 'http://127.0.0.1:10/v1' }],
      [keyed.open, { ...open, baseUrl: 'https://127.0.0.1:9/v1' }],
      [keyed.open, { ...open, baseUrl: 'http://127.0.0.2:9/v1' }],
      [keyed.open, { ...giga, baseUrl: open.baseUrl }],
      [keyed.giga, { ...giga, authUrl: stranger.url }],
      [keyed.giga, { ...giga, baseUrl: stranger.url }],
      [keyed.giga, { ...giga, authUrl: undefined }],
      [keyed.giga, openAiSettings({ baseUrl })],
    ] as const) {
      const response = await service.call(contract.updateProvider, { as, params: { providerId: id }, body: { settings } });
      expect([settings, response.status, response.body.code]).toEqual([settings, 422, 'model_provider.key_needed']);
    }
    for (const provider of Object.values(keyed)) {
      const response = await service.call(contract.getProvider, { as, params: { providerId: provider.id } });
      expect(response.body).toEqual(provider);
      await test(provider.id, as);
    }
    expect(stranger.requests).toEqual([]);
  });

  it('takes another address with the key, without a key from now on, or where none was stored', async () => {
    const there = openAiSettings({ baseUrl: 'http://127.0.0.2:9/v1' });
    const keyed = await buildProvider(openAiSettings({ name: there.name }), { key: 'key' });
    expect((await put(keyed.id, { body: { settings: there, key: 'key' } })).status).toBe(200);
    expect((await put(keyed.id, { body: { settings: { ...there, baseUrl: 'http://127.0.0.3/' }, key: '' } })).status).toBe(200);
    expect((await put(keyed.id, { body: { settings: there } })).status).toBe(200);
  });

  it('answers 422 to an address where no provider may be, in the language of the caller, and changes nothing', async () => {
    const provider = await buildProvider(openAiSettings(), { key: 'key' });
    const settings = { ...provider.settings, baseUrl: 'http://169.254.169.254/latest/meta-data' };
    const response = await put(provider.id, { body: { settings, key: 'key' } }, { 'accept-language': 'ru' });
    expect([response.status, response.body.code]).toEqual([422, 'model_provider.address_refused']);
    expect(response.body.errors).toEqual([
      { pointer: '/body/settings/baseUrl', message: expect.stringMatching(/^Этот адрес не в интернете/) },
    ]);
    const { body } = await service.call(contract.getProvider, { as: admin, params: { providerId: provider.id } });
    expect(body).toEqual(provider);
  });

  it('answers 412 to whoever read an older version, 409 for a name that is taken and 404 for no provider', async () => {
    const [one, other] = [await buildProvider(), await buildProvider()];
    expect((await put(one.id, { body: { settings: one.settings } }, { 'if-match': '"7"' })).status).toBe(412);
    const taken = await put(one.id, { body: { settings: other.settings } });
    expect([taken.status, taken.body.code]).toEqual([409, 'model_provider.name_taken']);
    expect((await put(missing.providerId, { body: { settings: one.settings } })).status).toBe(404);
  });
});

describe('DELETE /models/providers/:providerId', () => {
  const remove = (providerId: string, as = admin, headers = {}) =>
    service.call(contract.deleteProvider, { as, params: { providerId }, headers });

  it('removes one that no task uses, and answers 404 afterwards', async () => {
    const { id } = await buildProvider();
    expect((await remove(id, admin, { 'if-match': '"2"' })).status).toBe(412);
    expect((await remove(id, admin, { 'if-match': '"1"' })).status).toBe(204);
    expect((await remove(id)).status).toBe(404);
  });

  it('answers 409 while a task uses it', async () => {
    const { as } = newSpace();
    const { id } = await buildProvider(openAiSettings(), { as });
    await setProviders([id], { as });
    const response = await remove(id, as);
    expect([response.status, response.body.code]).toEqual([409, 'model_provider.in_use']);
    await setProviders(['outline'], { as });
    expect((await remove(id, as)).status).toBe(204);
  });

  it('leaves no task with a provider that is removed at the same time', async () => {
    const { as } = newSpace();
    for (let round = 0; round < 10; round += 1) {
      const { id } = await buildProvider(openAiSettings(), { as });
      const [removed, set] = await Promise.all([
        remove(id, as),
        service.call(putTask, { as, params: { task: 'program' }, body: { providers: [id] } }),
      ]);
      expect([
        [204, 404],
        [409, 200],
      ]).toContainEqual([removed.status, set.status]);
    }
  });
});

describe('POST /models/providers/:providerId/test', () => {
  it('asks a GigaChat for one small answer, enabled or not, and records it for whoever tried', async () => {
    const { as } = newSpace();
    const double = await gigaChat();
    const { baseUrl, authUrl, credentials } = double;
    const settings = { kind: 'gigachat', name: 'giga', baseUrl, authUrl, enabled: false } as const;
    const { id } = await buildProvider(settings, { as, key: credentials });
    const response = await test(id, as);
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ ok: true, model: 'giga/GigaChat-2-Pro', failure: null });
    const { items } = (await service.call(listCalls, { as })).body;
    expect(items).toMatchObject([{ task: 'prompt-trial', userId: as.id, outcome: 'done', texts: null }]);
  });

  it('says what is wrong: a key, an address, a certificate, a model, a refusal', async () => {
    const open = await openAi();
    const locked = await openAi({ apiKey: 'right key' });
    const secure = await openAi({ tls: 'trusted' });
    const toFailure = async (overrides: Parameters<typeof openAiSettings>[0], key = '') => {
      const { id } = await buildProvider(openAiSettings(overrides), { key });
      const { body } = await test(id);
      expect(body).toMatchObject({ ok: false, model: null, failure: { message: expect.any(String) } });
      return body.failure.kind;
    };
    expect(await toFailure({ baseUrl: locked.baseUrl }, 'wrong key')).toBe('unauthorized');
    expect(await toFailure({ baseUrl: 'http://127.0.0.1:9/v1' })).toBe('unavailable');
    expect(await toFailure({ baseUrl: secure.baseUrl })).toBe('certificate');
    expect(await toFailure({ baseUrl: open.baseUrl, model: 'unknown' })).toBe('model-not-found');
    open.next({ mode: 'blacklist' });
    expect(await toFailure({ baseUrl: open.baseUrl })).toBe('refused');
    open.next({ mode: 'invalid-json' });
    expect(await toFailure({ baseUrl: open.baseUrl })).toBe('invalid-answer');
    const { id } = await buildProvider(openAiSettings({ baseUrl: secure.baseUrl, caCertificate: secure.caCertificate ?? null }));
    expect((await test(id)).body).toMatchObject({ ok: true });
  });

  it('asks for the key again when it was stored under another secret', async () => {
    const double = await openAi();
    const { id } = await buildProvider(openAiSettings({ baseUrl: double.baseUrl }), { key: 'key' });
    const { url } = await startReplica({ secret: 'another secret of at least 32 characters' });
    const response = await fetch(`${url}/api/v1/models/providers/${id}/test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.token(admin)}` },
    });
    expect(await response.json()).toMatchObject({ ok: false, failure: { kind: 'unauthorized' } });
    expect(double.count()).toBe(0);
  });

  it('answers 429 with the limit in the language of the caller and the time until midnight, and asks nobody', async () => {
    const { as, double, provider } = await newSchool({
      price: { inputMicros: 1_000_000, outputMicros: 2_000_000, currency: 'RUB' },
    });
    service.clock.set(new Date('2027-03-01T22:59:30Z'));
    await setBudget(as, 'user', as.id, { tokensPerDay: 100 });
    const english = await test(provider.id, as);
    expect([english.status, english.body.code]).toEqual([429, 'model_budget.exhausted']);
    expect(english.headers['retry-after']).toBe('3630');
    expect(english.body.detail).toMatch(/^Your tokens for a day: 100, left: 100, this request may need: \d+\.$/);
    await setBudget(as, 'user', as.id, {});
    await setBudget(as, 'space', 'all', { microsPerDay: 500 });
    const russian = await test(provider.id, as, { 'accept-language': 'ru' });
    expect(russian.body.detail).toMatch(/^Дневной лимит расходов пространства: 0,0005\s₽, осталось: 0,0005\s₽, запросу/);
    service.clock.reset();
    expect(double.count()).toBe(0);
  });

  it('answers 404 when there is no such provider', async () => {
    expect((await test(missing.providerId)).status).toBe(404);
  });
});

it('answers 400 to an id that is none, 401 to nobody and 403 to everybody but administrators', async () => {
  const bearer = (actor = admin) => ({ authorization: `Bearer ${service.token(actor)}` });
  const { settings } = await buildProvider();
  for (const [method, path, body] of [
    ['post', '/models/providers', { settings }],
    ['get', '/models/providers', undefined],
    ['get', `/models/providers/${missing.providerId}`, undefined],
    ['put', `/models/providers/${missing.providerId}`, { settings }],
    ['delete', `/models/providers/${missing.providerId}`, undefined],
    ['post', `/models/providers/${missing.providerId}/test`, undefined],
  ] as const) {
    const send = (headers: Record<string, string>) => service.http[method](`/api/v1${path}`).set(headers).send(body);
    expect([path, (await send({})).status]).toEqual([path, 401]);
    for (const actor of [asUser(), asStaff()]) expect([path, (await send(bearer(actor))).status]).toEqual([path, 403]);
    if (!path.includes(missing.providerId)) continue;
    const wrong = path.replace(missing.providerId, 'none');
    expect([wrong, (await service.http[method](`/api/v1${wrong}`).set(bearer(asAdmin())).send(body)).status]).toEqual([
      wrong,
      400,
    ]);
  }
});
