import { asUser } from '@lyceum/testing/actors';
import { buildWaitingProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';
import { createProgramPoller } from './poll-programs.ts';

const unknownId = '01935e1c-0000-7000-8000-000000000000';

describe('a watch of programmes', () => {
  it('asks once for all who wait in a space, and tells each of its own', async () => {
    const spaces: string[] = [];
    const watch = createProgramPoller({
      read({ space }, run) {
        spaces.push(space);
        return service.rows(run, space);
      },
    });
    const one = await buildWaitingProgram(service, asUser());
    const other = await buildWaitingProgram(service, asUser());
    const elsewhere = await buildWaitingProgram(service, asUser({ space: 'school-a' }));
    const look = () =>
      Promise.all([
        ...Array.from({ length: 20 }, () => watch({ space: 'main' }, one.id)),
        watch({ space: 'main' }, other.id),
        watch({ space: 'main' }, unknownId),
        watch({ space: 'main' }, elsewhere.id),
        watch({ space: 'school-a' }, elsewhere.id),
      ]);
    const found = (await look()).map((program) => program?.id);
    expect(found).toEqual([...Array.from({ length: 20 }, () => one.id), other.id, undefined, undefined, elsewhere.id]);
    expect(spaces.toSorted()).toEqual(['main', 'school-a']);
    await look();
    expect(spaces).toHaveLength(4);
  });
});
