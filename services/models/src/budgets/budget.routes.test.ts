import { randomUUID } from 'node:crypto';
import * as contract from '@lyceum/contracts/models/budget';
import { ownUsage } from '@lyceum/contracts/models/usage';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { ask, newSchool, newSpace, price, setBudget, toUsage } from '../../test/factories.ts';
import { service } from '../../test/models-service.ts';

const limits = { tokensPerDay: 100_000, microsPerDay: null };

const put = (as: TestActor, scope: contract.Budget['scope'], subject: string, headers = {}) =>
  service.call(contract.putBudget, { as, params: { scope, subject }, body: limits, headers });
const remove = (as: TestActor, scope: contract.Budget['scope'], subject: string, headers = {}) =>
  service.call(contract.deleteBudget, { as, params: { scope, subject }, headers });

describe('PUT /models/budgets/:scope/:subject', () => {
  it('sets budgets of the space, a role and a person, and replaces them', async () => {
    const { as } = newSpace();
    const person = randomUUID();
    expect((await put(as, 'space', 'all')).body).toEqual({ scope: 'space', subject: 'all', ...limits, version: 1 });
    expect((await put(as, 'role', 'user')).status).toBe(200);
    expect((await put(as, 'user', person)).status).toBe(200);
    const replaced = await service.call(contract.putBudget, {
      as,
      params: { scope: 'user', subject: person.toUpperCase() },
      body: { tokensPerDay: 0, microsPerDay: 9_007_199_254_740_991 },
      headers: { 'if-match': '"1"' },
    });
    expect(replaced.headers['etag']).toBe('"2"');
    expect(replaced.body).toEqual({
      scope: 'user',
      subject: person,
      tokensPerDay: 0,
      microsPerDay: 9_007_199_254_740_991,
      version: 2,
    });
    expect((await put(as, 'user', person, { 'if-match': '"1"' })).status).toBe(412);
  });

  it('answers 400 to subjects of another scope, negative limits and limits left out', async () => {
    const { as } = newSpace();
    for (const [scope, subject] of [
      ['space', 'user'],
      ['space', randomUUID()],
      ['role', 'all'],
      ['role', randomUUID()],
      ['user', 'admin'],
      ['user', 'all'],
    ] as const) {
      const response = await put(as, scope, subject);
      expect([scope, subject, response.status]).toEqual([scope, subject, 400]);
      expect(response.body.errors).toMatchObject([{ pointer: '/path/subject' }]);
    }
    const send = (body: object, path = 'space/all') =>
      service.http
        .put(`/api/v1/models/budgets/${path}`)
        .set('authorization', `Bearer ${service.token(as)}`)
        .send(body);
    expect((await send({ tokensPerDay: -1, microsPerDay: null })).status).toBe(400);
    expect((await send({ tokensPerDay: 1 })).status).toBe(400);
    expect((await send(limits, 'role/nobody')).status).toBe(400);
    expect((await send(limits, 'class/all')).status).toBe(400);
  });
});

describe('GET /models/budgets', () => {
  it('lists those of the space, page after page', async () => {
    const { as } = newSpace();
    await put(as, 'space', 'all');
    await put(as, 'role', 'user');
    await put(as, 'role', 'staff');
    const first = await service.call(contract.listBudgets, { as, query: { limit: 2 } });
    const second = await service.call(contract.listBudgets, { as, query: { limit: 2, cursor: first.body.nextCursor } });
    expect([...first.body.items, ...second.body.items]).toEqual(
      ['all', 'user', 'staff'].map((subject) => expect.objectContaining({ subject, ...limits, version: 1 })),
    );
    expect(second.body.nextCursor).toBeNull();
  });
});

describe('DELETE /models/budgets/:scope/:subject', () => {
  it('removes one, and answers 404 when there is none', async () => {
    const { as } = newSpace();
    await put(as, 'role', 'user');
    expect((await remove(as, 'role', 'user', { 'if-match': '"2"' })).status).toBe(412);
    expect((await remove(newSpace().as, 'role', 'user')).status).toBe(404);
    expect((await remove(as, 'role', 'user')).status).toBe(204);
    const again = await remove(as, 'role', 'user');
    expect([again.status, again.body.code]).toEqual([404, 'model_budget.not_found']);
  });

  it('answers 400 to a subject of another scope', async () => {
    expect((await remove(newSpace().as, 'role', 'all')).status).toBe(400);
  });
});

describe('GET /models/usage/me', () => {
  it('shows anybody who is signed in what was used today and which limits hold', async () => {
    const { as, space, callerIn } = await newSchool({ price });
    const actor = asUser({ space, roles: ['user', 'staff'] });
    expect(await toUsage(actor)).toEqual({
      day: service.clock.now().toISOString().slice(0, 10),
      user: { tokens: { used: 0, reserved: 0, limit: null }, micros: { used: 0, reserved: 0, limit: null } },
      space: { tokens: { used: 0, reserved: 0, limit: null }, micros: { used: 0, reserved: 0, limit: null } },
    });
    await setBudget(as, 'space', 'all', { microsPerDay: 10_000_000 });
    await setBudget(as, 'role', 'user', { tokensPerDay: 1000, microsPerDay: 5_000_000 });
    await setBudget(as, 'role', 'staff', { tokensPerDay: 900, microsPerDay: null });
    const { usage } = await ask(callerIn(asUser({ space })));
    const mine = await ask(callerIn({ ...actor, roles: [] }));
    const tokens = (one: typeof usage) => one.inputTokens + one.outputTokens;
    expect(await toUsage(actor)).toMatchObject({
      user: {
        tokens: { used: tokens(mine.usage), reserved: 0, limit: 1000 },
        micros: { used: mine.usage.cost?.micros, reserved: 0, limit: null },
      },
      space: {
        tokens: { used: tokens(usage) + tokens(mine.usage), limit: null },
        micros: { limit: 10_000_000 },
      },
    });
    await setBudget(as, 'user', actor.id, { tokensPerDay: 5 });
    expect((await toUsage(actor)).user).toMatchObject({ tokens: { limit: 5 }, micros: { limit: null } });
  });
});

it('answers 401 to nobody, and 403 to everybody but administrators except for their own usage', async () => {
  const send = (as?: TestActor) => {
    const who = as ? { as } : {};
    const params = { scope: 'space', subject: 'all' } as const;
    return [
      service.call(contract.listBudgets, who),
      service.call(contract.putBudget, { params, body: limits, ...who }),
      service.call(contract.deleteBudget, { params, ...who }),
    ];
  };
  for (const request of [...send(), service.call(ownUsage)]) expect((await request).status).toBe(401);
  for (const request of [...send(asUser()), ...send(asStaff())]) expect((await request).status).toBe(403);
});
