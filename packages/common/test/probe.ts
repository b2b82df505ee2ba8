import { once } from 'node:events';
import { defineEndpoint, defineStream } from '@lyceum/contracts/define/endpoint';
import { defineServicePermission } from '@lyceum/contracts/define/permission';
import { bytes } from '@lyceum/contracts/shared/bytes';
import { id, line } from '@lyceum/contracts/shared/fields';
import { page, pageQuery } from '@lyceum/contracts/shared/pagination';
import { spaces, spaceTaken } from '@lyceum/contracts/tokens/space';
import { profileNotFound, profileUpdated } from '@lyceum/contracts/users/profile';
import { type EntityManager, EntitySchema, type MigrationInterface, type QueryRunner } from 'typeorm';
import { z } from 'zod';
import { serviceConfig } from '../src/config.ts';
import { newId, protectTable, spaceColumn } from '../src/database.ts';
import { fail, found } from '../src/errors.ts';
import { requireVersion, route, routeWithOwnTransactions, streamRoute } from '../src/http/route.ts';
import { defineJob, handle } from '../src/jobs.ts';
import { enqueue, on, publish } from '../src/outbox.ts';
import { findPage } from '../src/pagination.ts';
import { defineService } from '../src/service.ts';

/** A service of the kit's own tests, in the place of `users`: one table, and each way a route can end. */

const probe = z.object({ id, name: z.string(), version: z.int() });

export const createProbe = defineEndpoint('createProbe', 'POST /users/probes', {
  summary: 'Create',
  body: z.object({ name: line(1, 20) }),
  response: probe,
  status: 201,
  errors: [spaceTaken],
  idempotent: true,
});
/** The same by a handler that opens its transactions itself. `forgetful` makes its answer in none that keeps it. */
export const addProbeItself = defineEndpoint('addProbeItself', 'POST /users/probes-itself', {
  summary: 'Create',
  body: z.object({ name: line(1, 20) }),
  response: probe,
  status: 201,
  errors: [spaceTaken],
  idempotent: true,
});
export const getProbe = defineEndpoint('getProbe', 'GET /users/probes/:id', {
  summary: 'Read',
  params: z.strictObject({ id }),
  response: probe,
  errors: [profileNotFound],
});
/** Listed after the route whose parameter it would match. */
export const newestProbe = defineEndpoint('newestProbe', 'GET /users/probes/newest', {
  deprecated: { since: '2026-12-01', until: '2027-06-01', successor: '/users/probes' },
  summary: 'Read the newest',
  response: probe,
  errors: [profileNotFound],
});
export const renameProbe = defineEndpoint('renameProbe', 'PATCH /users/probes/:id', {
  summary: 'Rename',
  params: z.strictObject({ id }),
  body: z.strictObject({ name: line(1, 20) }),
  response: probe,
  errors: [profileNotFound],
  ifMatch: true,
});
export const listProbes = defineEndpoint('listProbes', 'GET /users/probes', {
  summary: 'List',
  query: pageQuery,
  response: page(probe),
});
export const countProbes = defineEndpoint('countProbes', 'GET /users/probes-count', {
  open: true,
  summary: 'Count',
  cacheSeconds: 60,
  response: z.object({ count: z.int() }),
});
export const addressProbe = defineEndpoint('addressProbe', 'GET /users/probes-address', {
  open: true,
  summary: 'Say from where',
  response: z.object({ address: z.string() }),
});
export const adminProbe = defineEndpoint('adminProbe', 'POST /users/probes-admin', { summary: 'Only administrators' });
export const redirectProbe = defineEndpoint('redirectProbe', 'GET /users/probes-redirect', {
  open: true,
  summary: 'Redirect',
  response: z.object({ location: z.url() }),
  status: 303,
});
export const pageProbe = defineEndpoint('pageProbe', 'GET /users/probes-page', {
  open: true,
  summary: 'A page',
  produces: 'text/html',
  response: z.string(),
});
/** Its first style is its own; the second might be what somebody wrote. */
export const probePage = '<!doctype html><style>h1 { color: red }</style><h1>Проба</h1><style>h1 { display: none }</style>';
export const bytesProbe = defineEndpoint('bytesProbe', 'GET /users/bytes', {
  summary: 'Bytes',
  response: bytes,
  produces: 'application/octet-stream',
  open: true,
});

export const playlistProbe = defineEndpoint('playlistProbe', 'GET /users/playlist', {
  summary: 'A playlist',
  response: z.string(),
  produces: 'application/vnd.apple.mpegurl',
  open: true,
});

export const linkedDataProbe = defineEndpoint('linkedDataProbe', 'GET /users/probes-linked-data', {
  open: true,
  summary: 'JSON of another type',
  produces: 'application/ld+json',
  response: z.object({ '@context': z.string() }),
});
export const formProbe = defineEndpoint('formProbe', 'POST /users/probes-form', {
  open: true,
  summary: 'Form',
  consumes: 'application/x-www-form-urlencoded',
  body: z.object({ a: z.string() }),
  response: z.object({ a: z.string() }),
});
/** How the route ends: a failure it does not declare, a bug, a failure that keeps what was written, a commit, and so on. */
export const endProbe = defineEndpoint('endProbe', 'POST /users/probes-end/:how', {
  open: true,
  summary: 'End in a given way',
  params: z.strictObject({
    how: z.enum([
      'undeclared',
      'bug',
      'out-of-range',
      'too-long',
      'leak',
      'fail',
      'fail-and-commit',
      'publish',
      'publish-and-fail',
      'enqueue',
    ]),
  }),
  response: z.object({ name: z.string() }),
  errors: [profileNotFound],
});

const asker = z.object({ service: z.string().nullable(), id: z.string(), roles: z.array(z.string()), space: z.string() });
const probesForServices = defineServicePermission('probes.ask', ['program-generation']);
/** For the service alone that may. */
export const askProbe = defineEndpoint('askProbe', 'POST /internal/users/probes', {
  internal: true,
  summary: 'Say who asks for whom',
  body: z.strictObject({ name: line(1, 20) }),
  response: asker.extend({ name: z.string() }),
  errors: [profileNotFound],
});
export const countForService = defineStream('countForService', 'POST /internal/users/probes-count', {
  internal: true,
  summary: 'Count from a number on',
  body: z.strictObject({ from: z.int() }),
  event: z.object({ count: z.int() }),
});

/** How a stream goes: to its end, to no event at all, to a failure, or on until somebody ends it. */
export const streamProbe = defineStream('streamProbe', 'GET /users/probes-stream/:how', {
  summary: 'Stream in a given way',
  params: z.strictObject({ how: z.enum(['count', 'nothing', 'missing', 'bug-later', 'wait', 'flood', 'silence']) }),
  event: z.object({ count: z.int(), after: z.string().optional(), filler: z.string().optional() }),
  errors: [profileNotFound],
});
const floodEvents = 400;
const floodFiller = 'x'.repeat(64 * 1024);

/** Of each stream of `countForService`: its beginning, once nobody listens any more. */
export const streamsEnded: Promise<number>[] = [];

export interface ProbeRow {
  id: string;
  name: string;
  version: number;
}

export const ProbeEntity = new EntitySchema<ProbeRow>({
  name: 'Probe',
  tableName: 'probes',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    name: { type: 'text' },
    version: { type: 'integer' },
  },
});

class CreateProbes1763700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE probes (
        space_id text NOT NULL DEFAULT current_setting('app.space'),
        id uuid PRIMARY KEY,
        name text NOT NULL,
        version integer NOT NULL,
        CONSTRAINT probes_name UNIQUE (space_id, name)
      )`);
    await protectTable(queryRunner, 'probes');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE probes');
  }
}

export const recordName = defineJob('users.record-name', z.object({ name: z.string() }), { attempts: 3, backoffMs: 50 });

/** Scheduled: each run leaves a row of its own. */
const leaveTrace = defineJob('users.leave-trace', z.object({}), { attempts: 1, backoffMs: 50 });

const addProbe = (db: EntityManager, name: string) => db.save(ProbeEntity, { id: newId(), name, version: 1 });

async function findProbe(db: EntityManager, probeId: string): Promise<ProbeRow> {
  const found = await db.findOneBy(ProbeEntity, { id: probeId });
  if (!found) throw fail(profileNotFound);
  return found;
}

export const probes = defineService({
  name: 'users',
  config: serviceConfig,
  features: [
    {
      entities: [ProbeEntity],
      migrations: [CreateProbes1763700000000],
      subscriptions: [
        on(profileUpdated, 'users.record-update', async (event, { db }) => {
          if (event.name === 'poison') throw new Error('poison');
          await addProbe(db, event.name);
        }),
      ],
      constraints: { probes_name: spaceTaken },
      mount: () => ({
        routes: [
          route(createProbe, { access: 'signed-in' }, ({ body, db }) => addProbe(db, body.name)),
          routeWithOwnTransactions(addProbeItself, { access: 'signed-in' }, ({ body, transact, transactReply }) =>
            (body.name === 'forgetful' ? transact : transactReply)((db) => addProbe(db, body.name)),
          ),
          route(addressProbe, { access: 'anyone' }, async ({ client }) => ({ address: client.address })),
          route(getProbe, { access: 'signed-in' }, ({ params, db }) => findProbe(db, params.id)),
          route(renameProbe, { access: 'signed-in' }, async ({ params, body, db, ifMatch }) => {
            const row = await findProbe(db, params.id);
            requireVersion(row.version, ifMatch);
            return db.save(ProbeEntity, { ...row, name: body.name, version: row.version + 1 });
          }),
          route(listProbes, { access: 'signed-in' }, async ({ query, db }) => {
            const { rows, nextCursor } = await findPage(db.createQueryBuilder(ProbeEntity, 'probe'), query, {
              property: 'id',
              direction: 'DESC',
            });
            return { items: rows, nextCursor };
          }),
          route(newestProbe, { access: 'signed-in' }, async ({ db }) => {
            const [newest] = await db.find(ProbeEntity, { order: { id: 'DESC' }, take: 1 });
            return found(newest ?? null, profileNotFound);
          }),
          route(countProbes, { access: 'anyone' }, async ({ db }) => ({ count: await db.count(ProbeEntity) })),
          route(askProbe, { access: probesForServices }, async ({ actor, body: { name } }) => {
            if (name === 'missing') throw fail(profileNotFound);
            return { ...actor, name };
          }),
          streamRoute(countForService, { access: probesForServices }, async function* ({ body: { from }, signal }) {
            streamsEnded.push(once(signal, 'abort').then(() => from));
            for (let count = from; count < from + 3; count += 1) yield { data: { count } };
            if (from === 0) await once(signal, 'abort');
          }),
          route(adminProbe, { access: spaces.create }, async () => undefined),
          route(redirectProbe, { access: 'anyone' }, async () => ({ location: 'https://example.org/x' })),
          route(pageProbe, { access: 'anyone' }, async () => probePage),
          route(bytesProbe, { access: 'anyone' }, async () => new Uint8Array([0, 127, 128, 255])),
          route(playlistProbe, { access: 'anyone' }, async () => '#EXTM3U\n'),
          route(linkedDataProbe, { access: 'anyone' }, async () => ({ '@context': 'https://example.org/terms' })),
          route(formProbe, { access: 'anyone' }, async ({ body }) => body),
          route(endProbe, { access: 'anyone' }, async ({ params, db, ctx }) => {
            const name = params.how;
            const event = { accountId: newId(), name, locale: 'en' as const, version: 1, occurredAt: ctx.now().toISOString() };
            if (name === 'undeclared') throw fail(spaceTaken);
            if (name === 'bug') throw new Error('a secret detail');
            if (name === 'out-of-range') await db.query("SELECT '0000-01-01'::date");
            if (name === 'too-long')
              await db.query("SELECT to_tsvector(string_agg(md5(n::text), ' ')) FROM generate_series(1, 40000) n");
            if (name === 'publish' || name === 'publish-and-fail') await publish(db, ctx, profileUpdated, event);
            if (name === 'enqueue') await enqueue(db, ctx, recordName, { name });
            await addProbe(db, name);
            if (name === 'fail' || name === 'publish-and-fail') throw fail(profileNotFound);
            if (name === 'fail-and-commit') throw fail(profileNotFound, { commit: true });
            return Object.assign({ name }, name === 'leak' ? { passwordHash: 'x' } : {});
          }),
          streamRoute(streamProbe, { access: 'signed-in' }, async function* ({ params, ctx, read, signal, lastEventId }) {
            const { how } = params;
            if (how === 'nothing') return;
            if (how === 'missing') throw fail(profileNotFound);
            try {
              if (how === 'silence') await once(signal, 'abort');
              yield { id: 1, data: Object.assign({ count: 1, after: lastEventId }, { secret: 'x' }) };
              if (how === 'wait') await once(signal, 'abort');
              if (how === 'bug-later') throw new Error('a secret detail');
              if (how === 'count') yield { id: 2, data: { count: await read((db) => db.count(ProbeEntity)) } };
              for (let count = 2; how === 'flood' && count <= floodEvents; count += 1)
                yield { data: { count, filler: floodFiller } };
            } finally {
              // Tests of what happens to the handler look for this row.
              await read((db) => addProbe(db, `ended ${ctx.requestId}`));
            }
          }),
        ],
        schedules: [{ job: leaveTrace, everySeconds: 3600 }],
        jobs: [
          handle(recordName, async ({ name }, { transact, attempt }) => {
            if (name === 'fails twice' && attempt < 3) throw Object.assign(new Error(`not yet: ${name}`), { parameters: [name] });
            await transact((db) => addProbe(db, name));
          }),
          handle(leaveTrace, async (_payload, { id: run, transact }) => {
            await transact((db) => addProbe(db, `trace ${run}`));
          }),
        ],
      }),
    },
  ],
});
