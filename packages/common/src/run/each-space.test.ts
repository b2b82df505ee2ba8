import { databaseNames } from '@lyceum/common/database';
import { createDataSource } from '@lyceum/common/run/data-source';
import { createTestService } from '@lyceum/testing/service';
import { ProbeEntity, probes } from '../../test/probe.ts';

const service = createTestService(probes, {}, { migrate: true });

const names = ['main', 'school-a', 'school-b'];
const addProbe = (space: string, id: string, name = 'old') =>
  service.rows((db) => db.insert(ProbeEntity, { id, name, version: 1 }), space);
const remaining = (space: string) => service.rows((db) => db.count(ProbeEntity), space);

beforeAll(async () => {
  for (const [index, space] of names.entries()) await addProbe(space, `01900000-0000-7000-8000-00000000000${index}`);
  await addProbe('school-a', '01900000-0000-7000-8000-00000000000a', 'other');
});

it('runs once in each space that has rows, as one that sees no other', async () => {
  const seen: [string, number][] = [];
  await service.jobRun().inEachSpace(ProbeEntity, async ({ ctx, read }) => {
    seen.push([ctx.space, await read((db) => db.count(ProbeEntity))]);
  });
  expect(seen).toEqual([
    ['main', 1],
    ['school-a', 2],
    ['school-b', 1],
  ]);
});

it('goes on after a space that fails, keeps what the others wrote, and fails at the end', async () => {
  const run = service.jobRun().inEachSpace(ProbeEntity, async ({ ctx, transact }) => {
    await transact((db) => db.delete(ProbeEntity, { name: 'old' }));
    if (ctx.space === 'school-a') throw new Error('a fault in school-a');
  });
  await expect(run).rejects.toMatchObject({ errors: [new Error('a fault in school-a')] });
  expect(await Promise.all(names.map(remaining))).toEqual([0, 1, 0]);
});

it('begins no other space when the process stops', async () => {
  await addProbe('main', '01900000-0000-7000-8000-00000000000b');
  const stopping = new AbortController();
  const seen: string[] = [];
  const run = service.jobRun({ signal: stopping.signal }).inEachSpace(ProbeEntity, async ({ ctx }) => {
    seen.push(ctx.space);
    stopping.abort(new Error('the process stops'));
  });
  await expect(run).rejects.toThrow('the process stops');
  expect(seen).toEqual(['main']);
});

it.each([
  ['its own role', () => service.testDatabase.urlFor('users'), 'permission denied'],
  ['the owner', () => service.testDatabase.ownerUrl, 'the table tokens.accounts is of another service'],
])('tells %s nothing of the tables of another service', async (_role, url, reason) => {
  const { schema } = databaseNames('users');
  const database = await createDataSource({ url: url(), schema, entities: [] }).initialize();
  const asked = database.query("SELECT spaces_with_rows('tokens.accounts')");
  await expect(asked).rejects.toThrow(reason);
  await database.destroy();
});
