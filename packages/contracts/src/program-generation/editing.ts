import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line } from '../shared/fields.ts';
import { operations } from './finding.ts';
import { program, programId, programNotFound, programNotReady, programWrongStatus } from './program.ts';
import { block } from './program-document.ts';

export const programPatchFailed = defineProblem('program.patch_failed', 422, {
  en: 'The change does not fit the document',
  ru: 'Изменение не подходит к документу',
});
export const programBlockLocked = defineProblem('program.block_locked', 409, {
  en: 'The block is locked',
  ru: 'Блок заблокирован',
});
export const programBlockNotFound = defineProblem('program.block_not_found', 404, {
  en: 'There is no such block',
  ru: 'Такого блока нет',
});

export const patchDocument = defineEndpoint('patchDocument', 'PATCH /programs/:programId/document', {
  summary: 'Edit the document by hand; send If-Match to be told of changes by others',
  params: programId,
  body: z.strictObject({
    operations: operations.min(1).describe('Changes in order; all of them apply or none'),
    note: line(0, 300).default('').describe('Why, for the list of versions'),
  }),
  response: program,
  errors: [programNotFound, programNotReady, programWrongStatus, programPatchFailed, programBlockLocked],
  ifMatch: true,
});

const blockParams = z.strictObject({ programId: id.describe('Id of the programme'), block });

export const lockBlock = defineEndpoint('lockBlock', 'PUT /programs/:programId/locks/:block', {
  summary: 'Lock a block against edits and proposals',
  params: blockParams,
  response: program,
  errors: [programNotFound, programNotReady, programBlockNotFound],
  ifMatch: true,
});

export const unlockBlock = defineEndpoint('unlockBlock', 'DELETE /programs/:programId/locks/:block', {
  summary: 'Unlock a block',
  params: blockParams,
  response: program,
  errors: [programNotFound],
  ifMatch: true,
});
