import { type AccessTable, createAccessChecks } from './access-checks.ts';
import type { TestService } from './service.ts';

/**
 * Tests of who may call every route of a service: nobody without a token, no role that its access refuses, and nobody from
 * another space, to whom each row is as unknown as one that is not there. `table` names what is otherwise, and why.
 */
export function describeAccess(service: TestService, table: AccessTable = {}): void {
  describe('every route', () => {
    it.each(Object.entries(createAccessChecks(service, table)))('%s', async (_, findFaults) => {
      expect(await findFaults()).toEqual([]);
    });
  });
}
