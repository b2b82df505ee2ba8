import { modelBudgetExhausted } from '@lyceum/contracts/models/budget';
import type { Caller } from '@lyceum/llm/task-models';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { eventually } from '@lyceum/testing/eventually';
import {
  ask,
  buildProvider,
  getCalls,
  newSchool,
  openAi,
  openAiSettings,
  price,
  setBudget,
  setProviders,
  toUsage,
} from '../../test/factories.ts';
import { models, service, startReplica } from '../../test/models-service.ts';

const dayMs = 24 * 3_600_000;

type School = Awaited<ReturnType<typeof newSchool>>;

/** What one call takes from a budget while it runs. */
async function toReservation({ double, callerIn, space }: School) {
  const somebody = asUser({ space });
  const release = double.hold();
  const call = ask(callerIn(somebody));
  await double.arrived(1);
  const { user } = await toUsage(somebody);
  release();
  await call;
  double.clear();
  return { tokens: user.tokens.reserved, micros: user.micros.reserved };
}

/** Everybody asks at once, nobody is answered before all others have been refused; so many get through and not one more. */
async function expectAdmitted({ double }: School, callers: readonly Caller[], admitted: number, through = [models()]) {
  const refusals: unknown[] = [];
  const release = double.hold();
  const calls = callers.map((caller, index) =>
    ask(caller, {}, through[index % through.length]).catch((error: unknown) => void refusals.push(error)),
  );
  await eventually(
    async () => refusals.length + double.count(),
    (known) => known === callers.length,
  );
  release();
  await Promise.all(calls);
  expect(refusals).toHaveLength(callers.length - admitted);
  for (const refusal of refusals) expect(refusal).toMatchObject({ problem: modelBudgetExhausted });
  expect(double.count()).toBe(admitted);
}

const fifty = <Item>(make: () => Item) => Array.from({ length: 50 }, make);

describe('50 calls at once', () => {
  it('never go one over the tokens of a person', async () => {
    const school = await newSchool();
    const person = asUser({ space: school.space });
    const { tokens } = await toReservation(school);
    await setBudget(school.as, 'user', person.id, { tokensPerDay: 7 * tokens + tokens - 1 });
    await expectAdmitted(
      school,
      fifty(() => school.callerIn(person)),
      7,
    );
    const { user } = await toUsage(person);
    expect(user.tokens.reserved).toBe(0);
    expect(user.tokens.used).toBeLessThan(7 * tokens);
  });

  it('never go one over the money of a person', async () => {
    const school = await newSchool({ price });
    const person = asUser({ space: school.space });
    const { micros } = await toReservation(school);
    await setBudget(school.as, 'user', person.id, { microsPerDay: 5 * micros });
    await expectAdmitted(
      school,
      fifty(() => school.callerIn(person)),
      5,
    );
  });

  it('never go one over the budget of the space, whoever asks, through whichever replica', async () => {
    const school = await newSchool();
    const { tokens } = await toReservation(school);
    const used = (await toUsage(school.as)).space.tokens.used;
    await setBudget(school.as, 'space', 'all', { tokensPerDay: used + 9 * tokens });
    const replica = await startReplica();
    await expectAdmitted(
      school,
      fifty(() => school.callerIn()),
      9,
      [models(), replica.models],
    );
  });

  it('give each person with a role its budget, and the most generous one to whoever has several', async () => {
    const school = await newSchool();
    const { tokens } = await toReservation(school);
    await setBudget(school.as, 'role', 'user', { tokensPerDay: 2 * tokens });
    await setBudget(school.as, 'role', 'staff', { tokensPerDay: 4 * tokens });
    const people = [
      asUser({ space: school.space }),
      asUser({ space: school.space }),
      asStaff({ space: school.space, roles: ['user', 'staff'] }),
    ];
    const callers = fifty(() => people.map((person) => school.callerIn(person))).flat();
    await expectAdmitted(school, callers, 8);
    const calls = await getCalls(school.as);
    expect(people.map(({ id }) => calls.filter(({ userId }) => userId === id).length)).toEqual([2, 2, 4]);
  });

  it('obey the budget of the person, whatever the role says', async () => {
    const school = await newSchool();
    const { tokens } = await toReservation(school);
    await setBudget(school.as, 'role', 'user', { tokensPerDay: 0 });
    const [free, bound] = [asUser({ space: school.space }), asUser({ space: school.space })];
    await setBudget(school.as, 'user', free.id, {});
    await setBudget(school.as, 'user', bound.id, { tokensPerDay: 3 * tokens });
    await expectAdmitted(
      school,
      fifty(() => school.callerIn(bound)),
      3,
    );
    school.double.clear();
    await expectAdmitted(
      school,
      fifty(() => school.callerIn(free)),
      50,
    );
  });

  it('get nothing of a budget of 0', async () => {
    const school = await newSchool();
    for (const set of [
      () => setBudget(school.as, 'role', 'user', { tokensPerDay: 0 }),
      () => setBudget(school.as, 'space', 'all', { tokensPerDay: 0 }),
    ]) {
      await set();
      await expectAdmitted(
        school,
        fifty(() => school.callerIn()),
        0,
      );
    }
    expect(await getCalls(school.as)).toEqual([]);
  });
});

it('refuses what costs money where there is none, and allows what costs nothing', async () => {
  const school = await newSchool({ price });
  await setBudget(school.as, 'role', 'user', { microsPerDay: 0 });
  await expect(ask(school.callerIn())).rejects.toMatchObject({ problem: modelBudgetExhausted });
  const free = await openAi();
  const local = await buildProvider(openAiSettings({ name: 'local', baseUrl: free.baseUrl }), { as: school.as });
  await setProviders([school.provider.id, local.id], { as: school.as });
  expect(await ask(school.callerIn())).toMatchObject({ model: 'local/test-model' });
  expect([school.double.count(), free.count()]).toEqual([0, 1]);
});

it('says when the budget starts anew, and then it does', async () => {
  const school = await newSchool();
  const person = asUser({ space: school.space });
  const { tokens } = await toReservation(school);
  service.clock.set(new Date('2027-05-01T23:00:00.500Z'));
  await setBudget(school.as, 'user', person.id, { tokensPerDay: tokens });
  const caller: Caller = { ...school.callerIn(person), locale: 'ru' };
  await ask(caller);
  const refusal = { problem: modelBudgetExhausted, details: { retryAfter: 3600, detail: expect.stringContaining('осталось') } };
  await expect(ask(caller)).rejects.toMatchObject(refusal);
  service.clock.set(new Date('2027-05-02T00:00:00Z'));
  await ask(caller);
  service.clock.reset();
});

describe('a call whose process died', () => {
  /** Still running for all the database knows, and long since expected to be over. */
  async function leaveCall(school: School, person: TestActor) {
    const release = school.double.hold();
    const call = ask(school.callerIn(person));
    await school.double.arrived(1);
    service.clock.advance(3_600_000);
    return { call, release };
  }

  it('counts as used until the day ends, and is found by the next call of anybody', async () => {
    const school = await newSchool();
    const { tokens } = await toReservation(school);
    service.clock.set(new Date('2027-06-01T10:00:00Z'));
    const person = asUser({ space: school.space });
    await setBudget(school.as, 'user', person.id, { tokensPerDay: tokens });
    const { call, release } = await leaveCall(school, person);
    expect(await getCalls(school.as, { userId: person.id })).toMatchObject([{ outcome: 'running' }]);
    const other = ask(school.callerIn());
    await eventually(
      () => getCalls(school.as, { userId: person.id }),
      ([found]) => found?.outcome === 'lost',
    );
    await expect(ask(school.callerIn(person))).rejects.toMatchObject({ problem: modelBudgetExhausted });
    service.clock.advance(dayMs);
    const tomorrow = ask(school.callerIn(person));
    await school.double.arrived(3);
    release();
    await Promise.all([call, other, tomorrow]);
    service.clock.reset();
  });

  it('gives back what it did not use when it ends after all', async () => {
    const school = await newSchool();
    service.clock.set(new Date('2027-07-01T10:00:00Z'));
    const person = asUser({ space: school.space });
    const { call, release } = await leaveCall(school, person);
    const other = ask(school.callerIn());
    await school.double.arrived(2);
    release();
    const { usage } = await call;
    await other;
    expect((await toUsage(person)).user.tokens).toMatchObject({ used: usage.inputTokens + usage.outputTokens, reserved: 0 });
    expect(await getCalls(school.as, { userId: person.id })).toMatchObject([{ outcome: 'done' }]);
    service.clock.reset();
  });
});
