import { fillPath } from '@lyceum/common/client';
import { databaseNames } from '@lyceum/common/database';
import type { Endpoint } from '@lyceum/contracts/define/endpoint';
import { lockBlock, patchDocument, unlockBlock } from '@lyceum/contracts/program-generation/editing';
import { cancelGeneration, resumeGeneration } from '@lyceum/contracts/program-generation/generation';
import { deleteProgram, getProgram, type Program } from '@lyceum/contracts/program-generation/program';
import { createProposal } from '@lyceum/contracts/program-generation/proposal';
import {
  approveProgram,
  archiveProgram,
  returnProgram,
  submitProgram,
  unarchiveProgram,
} from '@lyceum/contracts/program-generation/review';
import { restoreVersion } from '@lyceum/contracts/program-generation/version';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { contractValues, isEndpoint } from '@lyceum/testing/contract-values';
import { DataSource } from 'typeorm';
import { buildReadyProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';

const unknownId = '01935e1c-0000-7000-8000-000000000000';

/** What operations are sent that do not take nothing. */
const bodies: Readonly<Record<string, object>> = {
  createComment: { text: 'Уточните.' },
  createExport: {},
  createProposal: { block: 'aim', instruction: '' },
  duplicateProgram: {},
  patchDocument: { operations: [{ op: 'replace', path: '/aim', value: 'Чужая цель.' }] },
  returnProgram: { comment: 'Уточните.' },
};

/** What operations answer to an owner that need no document. */
const answersWithoutDocument: Readonly<Record<string, number>> = {
  compareVersions: 200,
  createExport: 202,
  deleteComment: 404,
  downloadExport: 404,
  exportProgram: 303,
  getExport: 404,
  getVersion: 200,
  listComments: 200,
  listProposals: 200,
  listVersions: 200,
  resolveComment: 404,
  streamGeneration: 200,
};

const operations = (await contractValues()).flatMap(({ name, value }): [string, Endpoint][] =>
  isEndpoint(value) && value.path.includes('/:programId') ? [[name, value]] : [],
);

const others = { commentId: unknownId, proposalId: unknownId, exportId: unknownId, block: 'aim', number: 1 };

function send(name: string, endpoint: Endpoint, programId: string, { as, headers = {} }: Sending = {}) {
  const query = name === 'compareVersions' ? { from: 1, to: 1 } : {};
  const given = Object.keys(endpoint.params.shape).map((key) => [key, { ...others, programId }[key]]);
  const method = endpoint.method.toLowerCase() as 'get'; // supertest names its methods like HTTP does
  const request = service.http[method](fillPath(endpoint, Object.fromEntries(given), query)).set(headers);
  if (as) void request.set('authorization', `Bearer ${service.token(as)}`);
  return name in bodies ? request.send(bodies[name]) : request;
}

interface Sending {
  readonly as?: TestActor;
  readonly headers?: Readonly<Record<string, string>>;
}

describe('every operation on a programme', () => {
  const owner = asUser();
  let programId = '';
  let before: Program;

  beforeAll(async () => {
    before = await buildReadyProgram(service, owner);
    programId = before.id;
  });

  it.each(operations.filter(([name]) => name !== 'approveProgram'))('%s answers 404 to somebody else', async (name, endpoint) => {
    const { status, body } = await send(name, endpoint, programId, { as: asUser() });
    expect([status, body.code]).toEqual([404, 'program.not_found']);
  });

  it.each([
    ['approveProgram', approveProgram],
    ['archiveProgram', archiveProgram],
    ['cancelGeneration', cancelGeneration],
    ['createProposal', createProposal],
    ['deleteProgram', deleteProgram],
    ['lockBlock', lockBlock],
    ['patchDocument', patchDocument],
    ['restoreVersion', restoreVersion],
    ['resumeGeneration', resumeGeneration],
    ['returnProgram', returnProgram],
    ['submitProgram', submitProgram],
    ['unarchiveProgram', unarchiveProgram],
    ['unlockBlock', unlockBlock],
  ])('%s answers 412 to those who have read an older version', async (name, endpoint) => {
    const { status, body } = await send(name, endpoint, programId, { as: asStaff(), headers: { 'if-match': '"1"' } });
    expect([status, body.code]).toEqual([412, 'precondition.failed']);
  });

  it('has left the programme as it was', async () => {
    const { body } = await service.call(getProgram, { as: owner, params: { programId } });
    expect(body).toEqual(before);
  });
});

describe('while documents cannot be read', () => {
  const owner = asUser();
  let programId = '';

  beforeAll(async () => {
    programId = (await buildReadyProgram(service, owner)).id;
    const { role, schema } = databaseNames('program-generation');
    const database = await new DataSource({ type: 'postgres', url: service.testDatabase.ownerUrl }).initialize();
    const columns = await database.query<{ name: string }[]>(
      `SELECT quote_ident(column_name) AS name FROM information_schema.columns
       WHERE table_schema = $1 AND table_name = 'programs' AND column_name <> 'document'`,
      [schema],
    );
    await database.query(`REVOKE SELECT ON ${schema}.programs FROM ${role}`);
    await database.query(`GRANT SELECT (${columns.map(({ name }) => name).join(', ')}) ON ${schema}.programs TO ${role}`);
    await database.destroy();
  });

  it.each(operations.filter(([name]) => name !== 'approveProgram'))(
    '%s answers 404 to somebody else all the same',
    async (name, endpoint) => {
      const { status, body } = await send(name, endpoint, programId, { as: asUser() });
      expect([status, body.code]).toEqual([404, 'program.not_found']);
    },
  );

  it.each(operations.filter(([name]) => name in answersWithoutDocument))(
    '%s answers its owner all the same',
    async (name, endpoint) => {
      expect((await send(name, endpoint, programId, { as: owner })).status).toBe(answersWithoutDocument[name]);
    },
  );
});
