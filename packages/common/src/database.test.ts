import { asUser } from '@lyceum/testing/actors';
import { createTestService } from '@lyceum/testing/service';
import { Client } from 'pg';
import { countProbes, createProbe, getProbe, listProbes, ProbeEntity, probes } from '../test/probe.ts';
import type { Database } from './database.ts';
import { connectDatabase } from './run/connect-database.ts';

const service = createTestService(probes, {}, { migrate: true });

async function withRole<Result>(run: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: service.testDatabase.urlFor('users') });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

describe('a space', () => {
  it('sees nothing of another one in a read, a list or a count', async () => {
    const [here, there] = [asUser({ space: 'here' }), asUser({ space: 'there' })];
    const { body: made } = await service.call(createProbe, { as: here, body: { name: 'mine' } });
    expect((await service.call(getProbe, { as: here, params: { id: made.id } })).status).toBe(200);
    expect((await service.call(getProbe, { as: there, params: { id: made.id } })).status).toBe(404);
    expect((await service.call(listProbes, { as: there })).body.items).toEqual([]);
    expect((await service.call(countProbes, { space: 'there' })).body.count).toBe(0);
    expect((await service.call(createProbe, { as: there, body: { name: 'mine' } })).status).toBe(201);
  });

  it('is kept apart when pooled connections alternate between spaces', async () => {
    const database: Database = await connectDatabase({
      url: service.testDatabase.urlFor('users'),
      schema: 'users',
      entities: [ProbeEntity],
      poolSize: 3,
    });
    try {
      await database.transact({ space: 'even' }, (db) =>
        db.query("INSERT INTO probes (id, name, version) VALUES (gen_random_uuid(), 'e', 1)"),
      );
      const names = await Promise.all(
        Array.from({ length: 200 }, (_, i) => (i % 2 ? 'odd' : 'even')).map(async (space) => {
          const rows = await database.read({ space }, (db) => db.find(ProbeEntity));
          return [space, rows.map((row) => row.name).join()];
        }),
      );
      expect(new Set(names.map(String))).toEqual(new Set(['even,e', 'odd,']));
    } finally {
      await database.stop();
    }
  });

  it('is kept after a transaction that failed', async () => {
    const failing = service.rows(async (db) => {
      await db.query("INSERT INTO probes (id, name, version) VALUES (gen_random_uuid(), 'gone', 1)");
      throw new Error('roll back');
    }, 'failing');
    await expect(failing).rejects.toThrow('roll back');
    const [row] = await service.rows(
      (db) => db.query<[{ space: string }]>("SELECT current_setting('app.space') AS space"),
      'failing',
    );
    expect(row.space).toBe('failing');
  });

  it('is needed by every query: without one the table answers an error', async () => {
    await withRole(async (client) => {
      await expect(client.query('SELECT * FROM users.probes')).rejects.toThrow(/app\.space/);
      await expect(
        client.query("INSERT INTO users.probes (id, name, version) VALUES (gen_random_uuid(), 'x', 1)"),
      ).rejects.toThrow(/app\.space/);
    });
  });

  it('cannot be written from another one', async () => {
    await withRole(async (client) => {
      await client.query("SELECT set_config('app.space', 'here', false)");
      const write = client.query(
        "INSERT INTO users.probes (space_id, id, name, version) VALUES ('there', gen_random_uuid(), 'x', 1)",
      );
      await expect(write).rejects.toMatchObject({ code: '42501' });
    });
  });

  it('cannot be escaped by the role: it owns nothing, changes no policy, sees no other schema', async () => {
    await withRole(async (client) => {
      await expect(client.query('ALTER TABLE users.probes DISABLE ROW LEVEL SECURITY')).rejects.toMatchObject({ code: '42501' });
      await expect(client.query('CREATE TABLE users.mine (id int)')).rejects.toMatchObject({ code: '42501' });
      await expect(client.query('SELECT * FROM tokens.outbox')).rejects.toMatchObject({ code: '42501' });
    });
  });
});
