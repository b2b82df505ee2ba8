import { listCalls } from '@lyceum/contracts/models/model-call';
import { putTask } from '@lyceum/contracts/models/model-task';
import { updateProvider } from '@lyceum/contracts/models/provider';
import * as contract from '@lyceum/contracts/models/recording';
import { modelUsage } from '@lyceum/contracts/models/usage';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { ask, getCalls, newSchool, newSpace, price, question } from '../../test/factories.ts';
import { models, service } from '../../test/models-service.ts';

const dayMs = 24 * 3_600_000;

afterEach(() => service.clock.reset());

describe('GET /models/calls', () => {
  it('says who asked what of which model, when, for how much and how it ended, and nothing of the text', async () => {
    const school = await newSchool({ name: 'local', price });
    const person = asUser({ space: school.space });
    service.clock.set(new Date('2027-02-03T04:05:06.789Z'));
    const { usage } = await ask(school.callerIn(person));
    expect(await getCalls(school.as)).toEqual([
      {
        id: expect.any(String),
        task: 'program',
        userId: person.id,
        provider: 'local',
        model: 'test-model',
        inputTokens: usage.inputTokens,
        outputTokens: usage.outputTokens,
        costMicros: Math.ceil(usage.inputTokens * 500 + usage.outputTokens * 1500),
        currency: 'RUB',
        durationMs: expect.any(Number),
        outcome: 'done',
        failure: null,
        texts: null,
        createdAt: '2027-02-03T04:05:06.789Z',
      },
    ]);
  });

  it('shows calls that run', async () => {
    const school = await newSchool();
    const release = school.double.hold();
    const call = ask(school.callerIn());
    await school.double.arrived(1);
    expect(await getCalls(school.as, { outcome: 'running' })).toMatchObject([{ inputTokens: 0, durationMs: null }]);
    release();
    await call;
    expect(await getCalls(school.as, { outcome: 'running' })).toEqual([]);
  });

  it('lists the newest first, page after page, by user, task, outcome and time', async () => {
    const school = await newSchool();
    await service.call(putTask, {
      as: school.as,
      params: { task: 'program-block' },
      body: { providers: [school.provider.id] },
    });
    const person = asUser({ space: school.space });
    const times = ['2027-02-01T00:00:00.000Z', '2027-02-01T12:00:00.000Z', '2027-02-02T00:00:00.000Z'];
    for (const [index, time] of times.entries()) {
      service.clock.set(new Date(time));
      const caller = school.callerIn(index === 1 ? person : undefined);
      if (index === 2) school.double.next({ mode: 'fail', status: 402 });
      await ask({ ...caller, task: index === 0 ? 'program-block' : 'program' }).catch(() => undefined);
    }
    const found = async (query: z.input<typeof listCalls.query>) =>
      (await getCalls(school.as, query)).map(({ createdAt }) => times.indexOf(createdAt));
    expect(await found({})).toEqual([2, 1, 0]);
    expect(await found({ userId: person.id })).toEqual([1]);
    expect(await found({ task: 'program-block' })).toEqual([0]);
    expect(await found({ outcome: 'failed' })).toEqual([2]);
    expect(await found({ from: '2027-02-01T12:00:00Z', to: '2027-02-02T00:00:00Z' })).toEqual([2, 1]);
    const list = (query: z.input<typeof listCalls.query>) => service.call(listCalls, { as: school.as, query });
    const first = (await list({ limit: 2 })).body;
    const second = (await list({ limit: 2, cursor: first.nextCursor })).body;
    expect([...first.items, ...second.items].map(({ createdAt }) => times.indexOf(createdAt))).toEqual([2, 1, 0]);
    expect(await getCalls(newSpace().as)).toEqual([]);
  });
});

describe('GET /models/usage', () => {
  const usage = async (as: TestActor, query: z.input<typeof modelUsage.query>) => {
    const response = await service.call(modelUsage, { as, query });
    expect(response.status).toBe(200);
    return modelUsage.response.parse(response.body).items;
  };

  it('adds calls up by day in UTC, user, task and model, both days included', async () => {
    const school = await newSchool({ name: 'local', price });
    const people = [asUser({ space: school.space }), asUser({ space: school.space })] as const;
    const tokens = { input: 0, output: 0 };
    for (const [time, person] of [
      ['2027-03-01T00:00:00.000Z', people[0]],
      ['2027-03-01T23:59:59.999Z', people[1]],
      ['2027-03-02T12:00:00.000Z', people[0]],
      ['2027-03-03T00:00:00.000Z', people[0]],
    ] as const) {
      service.clock.set(new Date(time));
      const answer = await ask(school.callerIn(person));
      tokens.input = answer.usage.inputTokens;
      tokens.output = answer.usage.outputTokens;
    }
    // The same question and answer each time.
    const sum = (key: string, calls: number) => ({
      key,
      calls,
      inputTokens: calls * tokens.input,
      outputTokens: calls * tokens.output,
      costMicros: calls * (tokens.input * 500 + tokens.output * 1500),
      currency: 'RUB',
    });
    const range = { from: '2027-03-01', to: '2027-03-02' };
    expect(await usage(school.as, range)).toEqual([sum('2027-03-01', 2), sum('2027-03-02', 1)]);
    expect(await usage(school.as, { ...range, by: 'user' })).toEqual(
      [sum(people[0].id, 2), sum(people[1].id, 1)].toSorted((one, other) => one.key.localeCompare(other.key)),
    );
    expect(await usage(school.as, { ...range, by: 'task' })).toEqual([sum('program', 3)]);
    expect(await usage(school.as, { ...range, by: 'model' })).toEqual([sum('local/test-model', 3)]);
    expect(await usage(school.as, { from: '2027-03-04', to: '9999-12-31' })).toEqual([]);
  });

  it('keeps currencies apart, and what costs nothing', async () => {
    const school = await newSchool({ price });
    service.clock.set(new Date('2027-04-01T12:00:00Z'));
    await ask(school.callerIn());
    for (const other of [{ ...price, currency: 'USD' }, null]) {
      await service.call(updateProvider, {
        as: school.as,
        params: { providerId: school.provider.id },
        body: { settings: { ...school.provider.settings, price: other } },
      });
      await ask(school.callerIn());
    }
    const items = await usage(school.as, { from: '2027-04-01', to: '2027-04-01' });
    expect(items.map(({ currency, costMicros }) => [currency, costMicros > 0])).toEqual([
      ['RUB', true],
      ['USD', true],
      [null, false],
    ]);
  });

  it('answers 400 without days, with days there are not and with another grouping', async () => {
    const { as } = newSpace();
    for (const query of ['', 'from=2027-01-01', 'from=2027-02-30&to=2027-03-01', 'from=2027-01-01&to=2027-01-02&by=hour']) {
      const response = await service.http
        .get(`/api/v1/models/usage?${query}`)
        .set('authorization', `Bearer ${service.token(as)}`);
      expect([query, response.status]).toEqual([query, 400]);
    }
  });
});

describe('recording', () => {
  const record = (as: TestActor, texts: boolean, headers = {}) =>
    service.call(contract.putRecording, { as, body: { texts }, headers });

  it('is off until an administrator turns it on, and versioned', async () => {
    const { as } = newSpace();
    const before = await service.call(contract.getRecording, { as });
    expect([before.body, before.headers['etag']]).toEqual([{ texts: false, version: 0 }, '"0"']);
    expect((await record(as, true, { 'if-match': '"0"' })).body).toEqual({ texts: true, version: 1 });
    expect((await record(as, false, { 'if-match': '"0"' })).status).toBe(412);
    expect((await service.call(contract.getRecording, { as })).body).toEqual({ texts: true, version: 1 });
    expect((await service.call(contract.getRecording, { as: newSpace().as })).body).toEqual({ texts: false, version: 0 });
  });

  it('keeps what was asked and answered while it is on', async () => {
    const school = await newSchool();
    await ask(school.callerIn());
    await record(school.as, true);
    await ask(school.callerIn());
    school.double.next({ mode: 'fail', status: 402 });
    await expect(ask(school.callerIn())).rejects.toMatchObject({ kind: 'payment-required' });
    await record(school.as, false);
    await ask(school.callerIn());
    expect((await getCalls(school.as)).map(({ texts }) => texts)).toEqual([
      null,
      { request: question, answer: null },
      { request: question, answer: { title: 'Проектная деятельность', capital: 'Москва' } },
      null,
    ]);
  });

  it('keeps streamed text and text that the database refuses', async () => {
    const school = await newSchool({}, { answer: () => 'нуль \u0000, половина \ud800, \\u0000 и целое 😀' });
    await record(school.as, true);
    const task = models().forCaller(school.callerIn());
    const events = [];
    const { signal } = new AbortController();
    for await (const event of task.streamText([{ role: 'user', content: '\u0000?' }], { signal })) events.push(event);
    expect(events.at(-1)).toMatchObject({ type: 'finish' });
    expect(await getCalls(school.as)).toMatchObject([
      {
        outcome: 'done',
        texts: {
          request: [{ role: 'user', content: '?' }],
          answer: expect.stringMatching(/^нуль , половина .+, \\u0000 и целое 😀$/u),
        },
      },
    ]);
  });

  it('forgets texts after 30 days, also when it is off by then', async () => {
    const school = await newSchool();
    await record(school.as, true);
    service.clock.set(new Date('2027-05-01T00:00:00Z'));
    await ask(school.callerIn());
    await record(school.as, false);
    service.clock.advance(30 * dayMs);
    await ask(school.callerIn());
    expect((await getCalls(school.as)).filter(({ texts }) => texts)).toHaveLength(1);
    service.clock.advance(1);
    await ask(school.callerIn());
    const calls = await getCalls(school.as);
    expect([calls.length, calls.filter(({ texts }) => texts)]).toEqual([3, []]);
  });
});

it('answers 400 to what is no filter, 401 to nobody and 403 to everybody but administrators', async () => {
  const query = { from: '2027-01-01', to: '2027-01-31' };
  const send = (as?: TestActor) => {
    const who = as ? { as } : {};
    return [
      service.call(listCalls, who),
      service.call(modelUsage, { query, ...who }),
      service.call(contract.getRecording, who),
      service.call(contract.putRecording, { body: { texts: true }, ...who }),
    ];
  };
  for (const request of send()) expect((await request).status).toBe(401);
  for (const request of [...send(asUser()), ...send(asStaff())]) expect((await request).status).toBe(403);
  const authorization = `Bearer ${service.token(newSpace().as)}`;
  for (const filter of ['outcome=good', 'userId=me', 'from=today', 'cursor=x', 'other=1']) {
    const response = await service.http.get(`/api/v1/models/calls?${filter}`).set({ authorization });
    expect([filter, response.status]).toEqual([filter, 400]);
  }
  expect((await service.http.put('/api/v1/models/recording').set({ authorization }).send({ texts: 'yes' })).status).toBe(400);
});
