import * as contract from '@lyceum/contracts/models/provider';
import type { TextEvent } from '@lyceum/llm/language-model';
import type { Caller } from '@lyceum/llm/task-models';
import { startOddServer } from '@lyceum/llm/testing/odd-server';
import { asUser } from '@lyceum/testing/actors';
import { eventually } from '@lyceum/testing/eventually';
import {
  ask,
  buildProvider,
  getCalls,
  newSchool,
  newSpace,
  openAi,
  openAiSettings,
  price,
  prose,
  question,
  titleSchema as schema,
  setProviders,
  toUsage,
} from '../../test/factories.ts';
import { models, service, startReplica } from '../../test/models-service.ts';

const { signal } = new AbortController();

/** A school whose task is done by two doubles, one after the other. */
async function newSchoolOfTwo() {
  const school = await newSchool({ name: 'first' });
  const second = await openAi();
  const { id } = await buildProvider(openAiSettings({ name: 'second', baseUrl: second.baseUrl }), { as: school.as });
  await setProviders([school.provider.id, id], { as: school.as });
  return { ...school, first: school.double, second, secondId: id };
}

const outcomes = async (school: { as: Parameters<typeof getCalls>[0] }) =>
  (await getCalls(school.as)).map(({ provider, outcome, failure }) => [provider, outcome, failure]).toReversed();

async function getStream(caller: Caller, options: { signal?: AbortSignal } = {}) {
  const events: TextEvent[] = [];
  for await (const event of models()
    .forCaller(caller)
    .streamText(question, { signal, ...options }))
    events.push(event);
  return events;
}

/** The newest call, once the service has noted how it ended: it hears of a caller that left a moment later. */
async function endedCall(as: Parameters<typeof getCalls>[0]) {
  const ended = ([call]: Awaited<ReturnType<typeof getCalls>>) => call !== undefined && call.outcome !== 'running';
  const [call] = await eventually(() => getCalls(as), ended);
  return call;
}

const readText = (events: readonly TextEvent[]) => events.map((event) => (event.type === 'text' ? event.text : '')).join('');

describe('the order of a task', () => {
  it('is the outline alone until an administrator says otherwise', async () => {
    const task = models().forCaller(newSpace().callerIn());
    expect(await task.getOrder()).toEqual({ names: [], outline: true });
    await expect(task.generateObject(question, schema, { signal })).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it('names enabled providers up to the outline, which comes last', async () => {
    const { as, callerIn, provider, secondId } = await newSchoolOfTwo();
    const getNames = async (providers: string[]) => {
      await setProviders(providers, { as });
      const { names, outline } = await models().forCaller(callerIn()).getOrder();
      return { names, outline };
    };
    expect(await getNames([provider.id, secondId])).toEqual({ names: ['first/test-model', 'second/test-model'], outline: false });
    expect(await getNames([secondId, 'outline', provider.id])).toEqual({ names: ['second/test-model'], outline: true });
    expect(await getNames(['outline', provider.id])).toEqual({ names: [], outline: true });
    await service.call(contract.updateProvider, {
      as,
      params: { providerId: provider.id },
      body: { settings: { ...provider.settings, enabled: false } },
    });
    expect(await getNames([provider.id, secondId])).toEqual({ names: ['second/test-model'], outline: false });
  });

  it('holds from the next call on when it is changed, and so do settings and keys', async () => {
    const { as, callerIn, provider, second, secondId, first } = await newSchoolOfTwo();
    const task = models().forCaller(callerIn());
    const askAgain = () => task.generateObject(question, schema, { signal });
    expect((await askAgain()).model).toBe('first/test-model');
    await setProviders([secondId], { as });
    expect((await askAgain()).model).toBe('second/test-model');
    await setProviders([provider.id], { as });
    const settings = { ...provider.settings, name: 'moved', baseUrl: second.baseUrl };
    await service.call(contract.updateProvider, { as, params: { providerId: provider.id }, body: { settings, key: 'new key' } });
    expect((await askAgain()).model).toBe('moved/test-model');
    expect([first.count(), second.count()]).toEqual([1, 2]);
    expect(second.requests.at(-1)?.headers.authorization).toBe('Bearer new key');
  });

  it('lets a call that runs end at a provider that is changed meanwhile', async () => {
    const { as, callerIn, provider, double } = await newSchool();
    const release = double.hold();
    const call = ask(callerIn());
    await double.arrived(1);
    await service.call(contract.updateProvider, {
      as,
      params: { providerId: provider.id },
      body: { settings: { ...provider.settings, name: 'renamed' } },
    });
    const next = ask(callerIn());
    await double.arrived(2);
    release();
    expect((await call).model).toBe(`${provider.settings.name}/test-model`);
    expect((await next).model).toBe('renamed/test-model');
  });
});

describe('a failure', () => {
  it('that may pass is tried three times at the same provider, then the next one is asked', async () => {
    const school = await newSchoolOfTwo();
    school.first.always({ mode: 'fail', status: 503 });
    expect((await ask(school.callerIn())).model).toBe('second/test-model');
    expect(school.first.count()).toBe(3);
    expect(await outcomes(school)).toEqual([
      ['first', 'failed', 'unavailable'],
      ['first', 'failed', 'unavailable'],
      ['first', 'failed', 'unavailable'],
      ['second', 'done', null],
    ]);
  });

  it('that has passed costs nothing but an attempt', async () => {
    const school = await newSchool({ name: 'only', price });
    school.double.next([{ mode: 'fail', status: 429, retryAfter: 1 }]);
    const { usage } = await ask(school.callerIn());
    expect(await outcomes(school)).toEqual([
      ['only', 'failed', 'rate-limited'],
      ['only', 'done', null],
    ]);
    const { space } = await toUsage(school.as);
    expect(space.tokens).toMatchObject({ used: usage.inputTokens + usage.outputTokens, reserved: 0 });
    expect(space.micros).toMatchObject({ used: usage.cost?.micros, reserved: 0 });
  });

  it.each(['{"choices":[],"usage":null}', '<html>Under maintenance</html>', '{"error":{"message":"loading","code":503}}'])(
    'that comes with status 200 is left to the next provider: %s',
    async (body) => {
      const broken = await startOddServer((_request, response) => response.end(body));
      const school = await newSchoolOfTwo();
      const { id } = await buildProvider(openAiSettings({ baseUrl: broken.url }), { as: school.as });
      await setProviders([id, school.secondId], { as: school.as });
      expect((await ask(school.callerIn())).model).toBe('second/test-model');
      await broken.stop();
    },
  );

  it('that passes only after more than half a minute is left to the next provider', async () => {
    const school = await newSchoolOfTwo();
    school.first.always({ mode: 'fail', status: 429, retryAfter: 31 });
    expect((await ask(school.callerIn())).model).toBe('second/test-model');
    expect(school.first.count()).toBe(1);
  });

  it('that does not pass is left to the next provider at once, and is what the call rejects with after the last', async () => {
    const school = await newSchoolOfTwo();
    school.first.always({ mode: 'fail', status: 402 });
    school.second.always({ mode: 'fail', status: 403 });
    await expect(ask(school.callerIn())).rejects.toMatchObject({ kind: 'forbidden', model: 'second/test-model' });
    expect(await outcomes(school)).toEqual([
      ['first', 'failed', 'payment-required'],
      ['second', 'failed', 'forbidden'],
    ]);
  });

  it('of the shape is for the caller to mend: nobody else is asked, and it is paid', async () => {
    const school = await newSchoolOfTwo();
    school.first.next({ mode: 'invalid-json' });
    await expect(ask(school.callerIn())).rejects.toMatchObject({ kind: 'invalid-answer' });
    expect([school.first.count(), school.second.count()]).toEqual([1, 0]);
    const [call] = await getCalls(school.as);
    expect(call).toMatchObject({ outcome: 'failed', failure: 'invalid-answer' });
    expect(call?.outputTokens).toBeGreaterThan(0);
    const { space } = await toUsage(school.as);
    expect(space.tokens.used).toBe((call?.inputTokens ?? 0) + (call?.outputTokens ?? 0));
  });
});

describe('a refusal, or an answer cut off', () => {
  for (const [mode, outcome] of [
    ['blacklist', 'refused'],
    ['length', 'length'],
  ] as const) {
    it(`is paid, recorded as ${outcome}, and left to the next provider; without one the call rejects with it`, async () => {
      const school = await newSchoolOfTwo();
      school.first.always({ mode });
      expect((await ask(school.callerIn())).model).toBe('second/test-model');
      school.second.always({ mode });
      await expect(ask(school.callerIn())).rejects.toMatchObject({ kind: outcome, usage: { inputTokens: expect.any(Number) } });
      expect(await outcomes(school)).toEqual([
        ['first', outcome, null],
        ['second', 'done', null],
        ['first', outcome, null],
        ['second', outcome, null],
      ]);
      const { space } = await toUsage(school.as);
      const paid = (await getCalls(school.as)).reduce((sum, call) => sum + call.inputTokens + call.outputTokens, 0);
      expect(space.tokens).toMatchObject({ used: paid, reserved: 0 });
    });
  }
});

describe('a call that is given up', () => {
  it('rejects with the reason of the signal, ends at the provider, and pays for what the provider has read', async () => {
    const school = await newSchool();
    const person = asUser({ space: school.space });
    school.double.hold();
    const giving = new AbortController();
    const call = ask(school.callerIn(person), { signal: giving.signal });
    const given = expect(call).rejects.toThrow('enough');
    await school.double.arrived(1);
    giving.abort(new Error('enough'));
    await given;
    await school.double.idle();
    const record = await endedCall(school.as);
    expect(record).toMatchObject({ outcome: 'cancelled', failure: null, outputTokens: 0 });
    expect(record?.inputTokens).toBeGreaterThan(0);
    expect((await toUsage(person)).user.tokens).toMatchObject({ used: record?.inputTokens, reserved: 0 });
  });

  it('pays nothing while it waits for a stream, and leaves the queue', async () => {
    const school = await newSchool({ maxConcurrency: 1 });
    const release = school.double.hold();
    const first = ask(school.callerIn());
    await school.double.arrived(1);
    const giving = new AbortController();
    const person = asUser({ space: school.space });
    const waiting = expect(ask(school.callerIn(person), { signal: giving.signal })).rejects.toThrow('enough');
    await eventually(async () => (await toUsage(person)).user.tokens.reserved);
    giving.abort(new Error('enough'));
    await waiting;
    await eventually(async () => (await toUsage(person)).user.tokens.reserved === 0);
    expect((await toUsage(person)).user.tokens.used).toBe(0);
    release();
    await first;
    await ask(school.callerIn());
    expect(school.double.maxInFlight()).toBe(1);
  });

  it('is not tried again', async () => {
    const school = await newSchoolOfTwo();
    school.first.always({ mode: 'fail', status: 503 });
    const giving = new AbortController();
    const call = expect(ask(school.callerIn(), { signal: giving.signal })).rejects.toThrow('enough');
    await eventually(async () => (await getCalls(school.as, { outcome: 'failed' })).length);
    giving.abort(new Error('enough'));
    await call;
    expect([school.first.count(), school.second.count()]).toEqual([1, 0]);
  });

  it('never starts when it was given up before', async () => {
    const school = await newSchool();
    await expect(ask(school.callerIn(), { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    expect([school.double.count(), await getCalls(school.as)]).toEqual([0, []]);
  });
});

it('never opens more streams than the provider has, whichever replica asks', async () => {
  const school = await newSchool({ maxConcurrency: 2 });
  const replica = await startReplica();
  const both = [models(), replica.models];
  await Promise.all(Array.from({ length: 12 }, (_, index) => ask(school.callerIn(), {}, both[index % 2])));
  expect(school.double.count()).toBe(12);
  expect(school.double.maxInFlight()).toBeLessThanOrEqual(2);
});

describe('a stream', () => {
  it('hands over text as it is written and how it ended, and is paid and recorded', async () => {
    const school = await newSchool({ name: 'only', price });
    const events = await getStream(school.callerIn());
    expect(readText(events)).toBe(prose);
    const finish = events.at(-1);
    expect(finish).toMatchObject({ type: 'finish', finishReason: 'stop', usage: { cost: { currency: 'RUB' } } });
    const [call] = await getCalls(school.as);
    expect(call).toMatchObject({ outcome: 'done', currency: 'RUB' });
    expect(finish).toMatchObject({
      usage: { inputTokens: call?.inputTokens, outputTokens: call?.outputTokens, cost: { micros: call?.costMicros } },
    });
  });

  it('is tried again, and at the next provider, while nothing has been handed over', async () => {
    const school = await newSchoolOfTwo();
    school.first.next([
      { mode: 'fail', status: 500 },
      { mode: 'fail', status: 402 },
    ]);
    expect(readText(await getStream(school.callerIn()))).toBe(prose);
    expect(await outcomes(school)).toEqual([
      ['first', 'failed', 'unavailable'],
      ['first', 'failed', 'payment-required'],
      ['second', 'done', null],
    ]);
  });

  it('says at its end that the provider declined, or that the limit was reached', async () => {
    const school = await newSchoolOfTwo();
    school.first.next([{ mode: 'blacklist' }, { mode: 'length' }]);
    expect((await getStream(school.callerIn())).at(-1)).toMatchObject({ type: 'finish', finishReason: 'refused' });
    expect((await getStream(school.callerIn())).at(-1)).toMatchObject({ type: 'finish', finishReason: 'length' });
    expect(await outcomes(school)).toEqual([
      ['first', 'refused', null],
      ['first', 'length', null],
    ]);
  });

  it('that breaks off after the first text rejects, so that no text comes twice', async () => {
    const school = await newSchoolOfTwo();
    school.first.always({ mode: 'reset', at: 'middle' });
    const texts: string[] = [];
    const reading = async () => {
      const task = models().forCaller(school.callerIn());
      for await (const event of task.streamText(question, { signal })) if (event.type === 'text') texts.push(event.text);
    };
    await expect(reading()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(prose.startsWith(texts.join(''))).toBe(true);
    expect(texts).not.toEqual([]);
    expect(school.second.count()).toBe(0);
    const [call] = await getCalls(school.as);
    expect(call).toMatchObject({ outcome: 'failed', failure: 'unavailable' });
    expect(call?.outputTokens).toBeGreaterThan(0);
  });

  it('that is left early ends at the provider, gives its stream back, and pays for what was read and written', async () => {
    const school = await newSchool({ maxConcurrency: 1 });
    school.double.next({ mode: 'stall', at: 'middle' });
    const task = models().forCaller(school.callerIn());
    for await (const event of task.streamText(question, { signal })) {
      expect(event.type).toBe('text');
      break;
    }
    await school.double.idle();
    const call = await endedCall(school.as);
    expect(call).toMatchObject({ outcome: 'cancelled' });
    expect(call?.inputTokens).toBeGreaterThan(0);
    expect(call?.outputTokens).toBeGreaterThan(0);
    expect(readText(await getStream(school.callerIn()))).toBe(prose);
  });
});

it('embeds texts, one vector each, paid like any call', async () => {
  const school = await newSchool({ price });
  const task = models().forCaller(school.callerIn());
  const { vectors, usage } = await task.embed(['гипотеза', 'проект'], { signal });
  expect(vectors).toHaveLength(2);
  expect(await getCalls(school.as)).toMatchObject([
    { model: 'test-embedding', inputTokens: usage.inputTokens, outputTokens: 0, costMicros: usage.cost?.micros },
  ]);
});

it('is answered also when the service is told to stop meanwhile', async () => {
  const { double, callerIn } = await newSchool();
  const replica = await startReplica();
  const letGo = double.hold();
  const asked = ask(callerIn(), {}, replica.models);
  await double.arrived(1);
  const stopped = replica.stop();
  letGo();
  expect((await asked).value).toEqual({ title: 'Проектная деятельность' });
  await stopped;
});
