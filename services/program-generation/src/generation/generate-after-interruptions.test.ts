import type { DoubleControls } from '@lyceum/llm/testing/doubles/double-controls';
import { readProgram, runAttempt } from '../../test/generation-service.ts';
import { callsFor, ending, everyProvider, forEachProvider, orderProgram, whole } from '../../test/ordered-programs.ts';
import { stopDoubles } from '../../test/school.ts';

type DoubleMode = Parameters<DoubleControls['always']>[0];

afterAll(stopDoubles);

describe('a programme written by models', () => {
  it.each<[string, DoubleMode]>([
    ['is never sent', { mode: 'stall' }],
    ['stops in the middle', { mode: 'stall', at: 'middle' }],
    ['is reset', { mode: 'reset' }],
    ['is reset in the middle', { mode: 'reset', at: 'middle' }],
    ['is cut off at the limit of tokens', { mode: 'length' }],
    ['is no JSON', { mode: 'invalid-json' }],
    ['comes too early', { mode: 'fail', status: 429, retryAfter: 1 }],
    ['is an error of the server', { mode: 'fail', status: 503 }],
  ])(
    'is complete although one answer %s, which alone is asked for again',
    async (_name, mode) => {
      const endings = await forEachProvider(async (school) => {
        school.double.next([{ mode: 'normal' }, mode]);
        const { owner, program, job } = await orderProgram(school);
        await runAttempt(job);
        const ready = await readProgram(owner, program);
        expect(school.double.count()).toBe(callsFor(ready) + 1);
        return ending(ready);
      });
      expect(endings).toEqual(everyProvider(whole));
    },
    60_000,
  );
});
