import { join } from 'node:path';
import { compileClient } from '../src/openapi/compile-client.ts';
import { contractDocument } from '../src/openapi/contract-document.ts';
import { lintDocument } from '../src/openapi/lint-document.ts';

const root = join(import.meta.dirname, '../..');
const ok = { description: 'Success' };
const operation = {
  operationId: 'getCourse',
  summary: 'A course',
  security: [],
  responses: { 200: ok, 404: { description: 'No' } },
};

const documentWith = (paths: object, more: object = {}) =>
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Courses', version: '1', license: { name: 'None', identifier: 'LicenseRef-none' } },
    servers: [{ url: '/' }],
    paths,
    ...more,
  });

it('makes one document of the contracts of all services, each operation under its name', async () => {
  const { paths } = JSON.parse(await contractDocument(root));
  expect(paths['/api/v1/programs/{programId}'].get.operationId).toBe('getProgram');
  expect(paths['/.well-known/jwks.json'].get.operationId).toBe('jwks');
});

it('finds what the rules of Redocly find', async () => {
  expect(await lintDocument(documentWith({ '/courses': { get: operation } }))).toEqual([]);
  const unnamed = { ...operation, summary: undefined };
  expect(await lintDocument(documentWith({ '/courses': { get: unnamed } }))).toEqual([
    expect.stringContaining('(operation-summary)'),
  ]);
});

it('compiles a typed client, and says what does not compile', async () => {
  const paths = { '/courses': { get: operation } };
  expect(await compileClient(documentWith(paths))).toBe('');
  const unserved = { 'x-planned': { operationId: 'getLesson' } };
  expect(await compileClient(documentWith(paths, unserved))).toContain("'getLesson'");
});
