import { programFailed } from '@lyceum/contracts/program-generation/generation';
import type { DoubleControls } from '@lyceum/llm/testing/doubles/double-controls';
import { readProgram, runAttempt, service } from '../../test/generation-service.ts';
import { callsFor, ending, everyProvider, forEachProvider, goOn, orderProgram, whole } from '../../test/ordered-programs.ts';
import { askProvider, gigaChatSchool, openAiSchool, stopDoubles } from '../../test/school.ts';

type DoubleMode = Parameters<DoubleControls['always']>[0];

afterAll(stopDoubles);

describe('a programme written by models', () => {
  it.each<[string, string, DoubleMode]>([
    ['the filter refuses', 'refused', { mode: 'blacklist' }],
    ['every answer is cut off', 'length', { mode: 'length' }],
    ['no answer is JSON', 'invalid-answer', { mode: 'invalid-json' }],
    ['the server is broken', 'unavailable', { mode: 'fail', status: 500 }],
    ['the provider takes no more requests', 'rate-limited', { mode: 'fail', status: 429 }],
    ['the account is empty', 'payment-required', { mode: 'fail', status: 402 }],
    ['the key is not allowed to', 'forbidden', { mode: 'fail', status: 403 }],
    ['the key is not accepted', 'unauthorized', { mode: 'fail', status: 401 }],
  ])(
    'fails while %s, tells so, and goes on to the end later',
    async (_name, code, mode) => {
      const endings = await forEachProvider(async (school) => {
        const { owner, program, job } = await orderProgram(school);
        school.double.next([{ mode: 'normal' }, { mode: 'normal' }]);
        school.double.always(mode);
        await runAttempt(job, { lastAttempt: true });
        const failed = await readProgram(owner, program);
        expect(failed).toMatchObject({
          document: null,
          generation: { state: 'failed', step: null, failure: { code, resumable: true } },
        });
        const published = (await service.outbox(programFailed.name)).filter(({ payload }) => payload['programId'] === program.id);
        expect(published).toMatchObject([{ payload: { ownerId: owner.id, reason: expect.stringMatching(/[а-я]/) } }]);

        school.double.clear();
        const ready = await goOn(owner, program);
        expect(school.double.count()).toBeLessThan(callsFor(ready));
        return ending(ready);
      });
      expect(endings).toEqual(everyProvider(whole));
    },
    30_000,
  );

  it('fails at a certificate nobody trusts, without trying again, and goes on when an administrator trusts it', async () => {
    const school = await openAiSchool({}, { tls: 'trusted' });
    const { owner, program, job } = await orderProgram(school);
    await runAttempt(job);
    const failed = await readProgram(owner, program);
    expect(failed.generation.failure).toMatchObject({ code: 'certificate', message: expect.stringContaining('administrator') });
    expect(school.double.requests).toEqual([]);

    askProvider(school, { settings: { caCertificate: school.double.caCertificate ?? null } });
    expect(ending(await goOn(owner, program))).toEqual(whole);
  });

  it('fails when the budget is used up and goes on when there is more, paying for no step twice', async () => {
    const school = await gigaChatSchool();
    askProvider(school, { budget: { tokensLeft: 13_000 } });
    const { owner, program, job } = await orderProgram(school);
    await runAttempt(job);
    expect((await readProgram(owner, program)).generation).toMatchObject({
      state: 'failed',
      failure: { code: 'budget-exhausted', resumable: true },
    });
    expect(school.double.count()).toBeGreaterThan(0);

    askProvider(school);
    const ready = await goOn(owner, program);
    expect(ending(ready)).toEqual(whole);
    expect(school.double.count()).toBe(callsFor(ready));
  });

  it('waits out failures that may pass, and fails with their name when there are no attempts left', async () => {
    const school = await openAiSchool();
    school.double.always({ mode: 'fail', status: 503 });
    const { owner, program, job } = await orderProgram(school);
    await expect(runAttempt(job)).rejects.toThrow();
    expect((await readProgram(owner, program)).generation).toMatchObject({ state: 'generating', failure: null });
    await runAttempt(job, { attempt: 6, lastAttempt: true });
    expect((await readProgram(owner, program)).generation).toMatchObject({ state: 'failed', failure: { code: 'unavailable' } });
  });

  it('fails without a provider that may be asked, which an administrator has to mend', async () => {
    const school = await openAiSchool();
    askProvider(school, { settings: { enabled: false } });
    const { owner, program, job } = await orderProgram(school);
    await runAttempt(job);
    expect((await readProgram(owner, program)).generation.failure?.code).toBe('no-model');
    expect(school.double.count()).toBe(0);
  });
});
