import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, timestamp, wholeNumber } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { blockDiff } from './document-diff.ts';
import { programBlockLocked } from './editing.ts';
import { program, programId, programNotFound, programNotReady, programWrongStatus } from './program.ts';
import { programDocument } from './program-document.ts';

export const programVersionNotFound = defineProblem('program.version_not_found', 404, {
  en: 'There is no such version',
  ru: 'Такой версии нет',
});

export const versionReasons = ['generated', 'edited', 'accepted', 'restored', 'copied'] as const;

export const programVersion = z
  .object({
    id: id.describe('Id of the version'),
    number: z.int().describe('Number of the version, from 1'),
    authorId: id.describe('Id of the person who changed the document'),
    reason: z.enum(versionReasons).describe('What made the version'),
    note: z.string().describe('What its author says of it'),
    createdAt: timestamp.describe('When it was made'),
  })
  .meta({ id: 'ProgramVersion', description: 'One state of a document' });

export type ProgramVersion = z.infer<typeof programVersion>;

const wholeVersion = programVersion
  .extend({ document: programDocument.describe('The document as it was') })
  .meta({ id: 'WholeProgramVersion', description: 'One state of a document, with the document' });

const versionNumber = wholeNumber(1, 1_000_000).describe('Number of the version, from 1');

export const listVersions = defineEndpoint('listVersions', 'GET /programs/:programId/versions', {
  summary: 'Versions of the document, newest first',
  params: programId,
  query: pageQuery,
  response: page(programVersion),
  errors: [programNotFound],
});

export const getVersion = defineEndpoint('getVersion', 'GET /programs/:programId/versions/:number', {
  summary: 'The document as it was',
  params: programId.extend({ number: versionNumber }),
  response: wholeVersion,
  errors: [programNotFound, programVersionNotFound],
});

export const compareVersions = defineEndpoint('compareVersions', 'GET /programs/:programId/comparison', {
  summary: 'What changed from one version to another, block by block and word by word',
  params: programId,
  query: z.strictObject({
    from: versionNumber.describe('Number of the older version'),
    to: versionNumber.describe('Number of the newer version'),
  }),
  response: z.object({
    from: z.int().describe('Number of the older version'),
    to: z.int().describe('Number of the newer version'),
    blocks: z.array(blockDiff).describe('Blocks that differ'),
  }),
  errors: [programNotFound, programVersionNotFound],
});

export const restoreVersion = defineEndpoint('restoreVersion', 'POST /programs/:programId/versions/:number/restore', {
  summary: 'Make an old version the newest one',
  params: programId.extend({ number: versionNumber }),
  response: program,
  errors: [programNotFound, programVersionNotFound, programWrongStatus, programBlockLocked, programNotReady],
  ifMatch: true,
});
