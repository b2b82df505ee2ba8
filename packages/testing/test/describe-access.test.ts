import { serviceConfig } from '@lyceum/common/config';
import { newId, protectTable, spaceColumn } from '@lyceum/common/database';
import { fail, found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { defineService } from '@lyceum/common/service';
import { defineEndpoint } from '@lyceum/contracts/define/endpoint';
import { definePermission, defineServicePermission } from '@lyceum/contracts/define/permission';
import { defineProblem } from '@lyceum/contracts/define/problem';
import { id } from '@lyceum/contracts/shared/fields';
import { type AccessTable, createAccessChecks } from '@lyceum/testing/access-checks';
import { asUser } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { createTestService } from '@lyceum/testing/service';
import { EntitySchema, type MigrationInterface, type QueryRunner } from 'typeorm';
import { z } from 'zod';

/** A service of notes in the place of `users`: sound routes, and one for each way to forget something. */

const noteNotFound = defineProblem('note.not_found', 404, { en: 'There is no such note', ru: 'Такой заметки нет' });
const read = definePermission('notes.read', ['user', 'staff', 'admin']);
const manage = definePermission('notes.manage', ['admin']);
const ask = defineServicePermission('notes.ask', ['program-generation']);

const note = z.object({ id });
const params = z.strictObject({ noteId: id });
const errors = [noteNotFound];
const summary = 'A note';

const sound = {
  list: defineEndpoint('list', 'GET /users/notes', { summary, response: z.object({ items: z.array(note) }) }),
  get: defineEndpoint('get', 'GET /users/notes/:noteId', { summary, params, response: note, errors }),
  remove: defineEndpoint('remove', 'DELETE /users/notes/:noteId', { summary, params, errors }),
  copy: defineEndpoint('copy', 'POST /users/notes/copies', { summary, body: params, response: note, errors }),
  put: defineEndpoint('put', 'PUT /users/notes/:noteId/mark', { summary, params }),
  count: defineEndpoint('count', 'GET /users/notes-count', { summary, response: z.object({ count: z.int() }), open: true }),
  ask: defineEndpoint('ask', 'POST /internal/users/notes', { summary, body: params, response: note, errors, internal: true }),
  leave: defineEndpoint('leave', 'POST /users/notes-leave', { summary }),
};

const forgotten = {
  open: defineEndpoint('open', 'GET /users/open', { summary, response: z.object({ count: z.int() }), open: true }),
  anyRole: defineEndpoint('anyRole', 'POST /users/any-role', { summary }),
  anyText: defineEndpoint('anyText', 'GET /users/any-text/:noteId', {
    summary,
    params: z.strictObject({ noteId: z.string() }),
    response: note,
    errors,
  }),
  list: defineEndpoint('list', 'GET /users/drafts', { summary, response: z.object({ items: z.array(note) }) }),
  get: defineEndpoint('get', 'GET /users/drafts/:draftId', {
    summary,
    params: z.strictObject({ draftId: id }),
    response: note,
    errors,
  }),
  remove: defineEndpoint('remove', 'DELETE /users/drafts/:draftId', { summary, params: z.strictObject({ draftId: id }), errors }),
};

interface NoteRow {
  id: string;
}

const columns = { ...spaceColumn, id: { type: 'uuid', primary: true } } as const;
const NoteEntity = new EntitySchema<NoteRow>({ name: 'Note', tableName: 'notes', columns });
const DraftEntity = new EntitySchema<NoteRow>({ name: 'Draft', tableName: 'drafts', columns });

class CreateNotes1763700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['notes', 'drafts']) {
      await queryRunner.query(
        `CREATE TABLE ${table} (space_id text NOT NULL DEFAULT current_setting('app.space'), id uuid PRIMARY KEY)`,
      );
    }
    // Whoever wrote this forgot the drafts.
    await protectTable(queryRunner, 'notes');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE notes, drafts');
  }
}

const notes = defineService({
  name: 'users',
  config: serviceConfig,
  features: [
    {
      entities: [NoteEntity, DraftEntity],
      migrations: [CreateNotes1763700000000],
      mount: () => ({
        routes: [
          route(sound.list, { access: read }, async ({ db }) => ({ items: await db.find(NoteEntity) })),
          route(sound.get, { access: read }, async ({ db, params: { noteId } }) =>
            found(await db.findOneBy(NoteEntity, { id: noteId }), noteNotFound),
          ),
          route(sound.remove, { access: manage }, async ({ db, params: { noteId } }) => {
            if (!(await db.delete(NoteEntity, { id: noteId })).affected) throw fail(noteNotFound);
          }),
          route(sound.copy, { access: read }, async ({ db, body: { noteId } }) => {
            found(await db.findOneBy(NoteEntity, { id: noteId }), noteNotFound);
            return db.save(NoteEntity, { id: newId() });
          }),
          route(sound.put, { access: manage }, async () => undefined),
          route(sound.count, { access: 'anyone' }, async ({ db }) => ({ count: await db.count(NoteEntity) })),
          route(sound.ask, { access: ask }, async ({ db, body: { noteId } }) =>
            found(await db.findOneBy(NoteEntity, { id: noteId }), noteNotFound),
          ),
          route(sound.leave, { access: 'signed-in' }, async () => undefined),
          route(forgotten.open, { access: 'anyone' }, async ({ db }) => ({ count: await db.count(NoteEntity) })),
          route(forgotten.anyRole, { access: 'signed-in' }, async () => undefined),
          route(forgotten.anyText, { access: read }, async ({ db, params: { noteId } }) =>
            found(await db.findOneBy(NoteEntity, { id: noteId }), noteNotFound),
          ),
          route(forgotten.list, { access: read }, async ({ db }) => ({ items: await db.find(DraftEntity) })),
          route(forgotten.get, { access: read }, async ({ db, params: { draftId } }) =>
            found(await db.findOneBy(DraftEntity, { id: draftId }), noteNotFound),
          ),
          route(forgotten.remove, { access: manage }, async ({ db, params: { draftId } }) => {
            if (!(await db.delete(DraftEntity, { id: draftId })).affected) throw fail(noteNotFound);
          }),
        ],
      }),
    },
  ],
});

const service = createTestService(notes, {}, { migrate: true });
const rolesAndServices = 'answers 403 to roles and services it is not for';
const unknownId = 'answers 404 to an unknown id, the same to each of a kind';
const soundRoutes = new Set(Object.values(sound).map(({ method, path }) => `${method} ${path}`));
/** The same service with nothing forgotten. */
const soundService = Object.defineProperty(Object.create(service) as typeof service, 'routes', {
  get: () => service.routes.filter(({ endpoint }) => soundRoutes.has(`${endpoint.method} ${endpoint.path}`)),
});

const exceptions = {
  open: { 'GET /users/notes-count': 'a count gives nobody away' },
  anyRole: { 'POST /users/notes-leave': 'whoever came may leave' },
  anyId: { 'PUT /users/notes/:noteId/mark': 'a mark is made by the first request' },
};

const table: Required<Pick<AccessTable, 'rows' | 'inputs'>> & AccessTable = {
  ...exceptions,
  async rows() {
    const noteId = newId();
    await service.rows((db) => db.insert(NoteEntity, { id: noteId }));
    return { owner: asUser(), ids: { noteId } };
  },
  inputs: ({ noteId }) => ({
    'POST /users/notes/copies': { body: { noteId } },
    'POST /internal/users/notes': { body: { noteId } },
  }),
};

describe('a service that forgets nothing', () => {
  describeAccess(soundService, table);
});

describe('a service that forgets something', () => {
  const checks = createAccessChecks(service, {
    ...table,
    async rows() {
      const { owner, ids } = await table.rows();
      const draftId = newId();
      await service.rows((db) => db.insert(DraftEntity, { id: draftId }));
      return { owner, ids: { ...ids, draftId } };
    },
  });

  it.each([
    ['answers 401 without a token', ['GET /users/open: 200']],
    [rolesAndServices, ['GET /users/open: 200 to no role', 'POST /users/any-role: 204 to no role']],
    ['answers 400 to a malformed parameter', ['GET /users/any-text/:noteId: takes any text as :noteId']],
    [unknownId, []],
    [
      'shows and changes nothing of another space',
      [
        'GET /users/drafts: shows :draftId to another space',
        'GET /users/drafts/:draftId: 200 to another space',
        'GET /users/drafts/:draftId: shows :draftId to another space',
        'DELETE /users/drafts/:draftId: 204 to another space',
        'GET /users/drafts: has changed for the owner',
        'GET /users/drafts/:draftId: has changed for the owner',
      ],
    ],
  ] as const)('is found out by what each route should do: %s', async (name, faults) => {
    expect(await checks[name]()).toEqual(faults);
  });
});

describe('a table that does not fit its service', () => {
  const complete = 'is asked with what it takes, and the table has nothing else';
  const findFaults = (name: keyof ReturnType<typeof createAccessChecks>, wrong: AccessTable) =>
    createAccessChecks(soundService, { ...table, ...wrong })[name]();

  it.each([
    ['names a route that is gone', complete, { open: { 'GET /users/gone': 'x' } }, 'GET /users/gone: is not there'],
    [
      'excuses a route that asks for a token',
      'answers 401 without a token',
      { open: { ...exceptions.open, 'GET /users/notes': 'x' } },
      'GET /users/notes: is not open',
    ],
    [
      'excuses a route that asks for a role',
      rolesAndServices,
      { anyRole: { ...exceptions.anyRole, 'GET /users/notes': 'x' } },
      'GET /users/notes: is not for any role',
    ],
    [
      'excuses a route that knows its rows',
      'shows and changes nothing of another space',
      { anyId: { ...exceptions.anyId, 'GET /users/notes/:noteId': 'x' } },
      'GET /users/notes/:noteId: does not take any id',
    ],
    [
      'does not excuse a route that takes any id',
      unknownId,
      { anyId: {} },
      'PUT /users/notes/:noteId/mark: 204 to an unknown :noteId',
    ],
    [
      'brings a row that nobody sees',
      'shows and changes nothing of another space',
      { rows: async () => ({ owner: asUser(), ids: { noteId: newId() } }) },
      'no route shows :noteId to the owner',
    ],
    [
      'brings no row for a parameter',
      complete,
      { rows: async () => ({ owner: asUser(), ids: {} }) },
      'GET /users/notes/:noteId: there is no row for :noteId',
    ],
    ['brings no body', complete, { inputs: () => ({}) }, 'POST /users/notes/copies: there is no body'],
    [
      'brings a body that the contract refuses',
      'shows and changes nothing of another space',
      { inputs: () => ({ 'POST /users/notes/copies': { body: {} } }) },
      'POST /users/notes/copies: 400 request.invalid to what it is sent',
    ],
  ] as const)('is refused when it %s', async (_, check, wrong, fault) => {
    expect(await findFaults(check, wrong)).toContain(fault);
  });
});
