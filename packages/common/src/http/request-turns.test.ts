import { asUser } from '@lyceum/testing/actors';
import { eventually } from '@lyceum/testing/eventually';
import { createTestService, gatewaySecret } from '@lyceum/testing/service';
import { Client } from 'pg';
import { addressProbe, countProbes, createProbe, getProbe, probes, renameProbe } from '../../test/probe.ts';

const service = createTestService(probes, { DATABASE_POOL_SIZE: '10' }, { migrate: true });

/** Runs with what the statement locks in the space main, beside the connections of the service. */
async function whileLocked(statement: string, run: () => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: service.testDatabase.urlFor('users') });
  await client.connect();
  try {
    await client.query("SELECT set_config('app.space', 'main', false)");
    await client.query('BEGIN');
    await client.query(statement);
    await run();
  } finally {
    await client.end();
  }
}

const count = (statuses: readonly number[], status: number) => statuses.filter((one) => one === status).length;

it('answers the request of one person while 110 of another wait for a row, and refuses those beyond the bound', async () => {
  const greedy = asUser();
  const { body: row } = await service.call(createProbe, { as: greedy, body: { name: 'wanted' } });
  const params = { id: row.id };
  const statuses: number[] = [];
  const rename = async (_: unknown, index: number) => {
    const { status, headers } = await service.call(renameProbe, { as: greedy, params, body: { name: `name ${index}` } });
    statuses.push(status);
    return headers['retry-after'];
  };
  let asked: Promise<(string | undefined)[]> | undefined;
  await whileLocked(`SELECT FROM users.probes WHERE id = '${row.id}' FOR UPDATE`, async () => {
    asked = Promise.all(Array.from({ length: 110 }, rename));
    // Three have a connection, a hundred wait.
    await eventually(async () => statuses.length === 7);
    expect((await service.call(getProbe, { as: asUser(), params })).body).toEqual(row);
    expect(count(statuses, 429)).toBe(7);
  });
  const retryAfter = await asked;
  expect(retryAfter?.filter((seconds) => seconds === '5')).toHaveLength(7);
  expect(count(statuses, 200)).toBe(103);
});

it('takes everybody of one network who is not signed in for one, whatever spaces they name', async () => {
  const from = (address: string) => ({ 'x-lyceum-gateway': gatewaySecret, 'x-forwarded-for': address });
  const statuses: number[] = [];
  const read = async (_: unknown, index: number) => {
    const headers = from(`2001:db8:1:2::${index + 1}`);
    statuses.push((await service.call(countProbes, { space: `school-${index}`, headers })).status);
  };
  let asked: Promise<unknown> | undefined;
  await whileLocked('LOCK TABLE users.probes IN ACCESS EXCLUSIVE MODE', async () => {
    asked = Promise.all(Array.from({ length: 40 }, read));
    const other = await service.call(addressProbe, { headers: from('2001:db8:1:3::1') });
    expect([other.status, statuses]).toEqual([200, []]);
  });
  await asked;
  expect(count(statuses, 200)).toBe(40);
});
