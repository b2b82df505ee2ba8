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
    id,
    number: z.int(),
    authorId: id,
    reason: z.enum(versionReasons),
    note: z.string(),
    createdAt: timestamp,
  })
  .meta({ id: 'ProgramVersion' });

export type ProgramVersion = z.infer<typeof programVersion>;

const versionNumber = wholeNumber(1, 1_000_000);

export const listVersions = defineEndpoint('GET /programs/:programId/versions', {
  summary: 'Versions of the document, newest first',
  params: programId,
  query: pageQuery,
  response: page(programVersion),
  errors: [programNotFound],
});

export const getVersion = defineEndpoint('GET /programs/:programId/versions/:number', {
  summary: 'The document as it was',
  params: programId.extend({ number: versionNumber }),
  response: programVersion.extend({ document: programDocument }),
  errors: [programNotFound, programVersionNotFound],
});

export const compareVersions = defineEndpoint('GET /programs/:programId/comparison', {
  summary: 'What changed from one version to another, block by block and word by word',
  params: programId,
  query: z.strictObject({ from: versionNumber, to: versionNumber }),
  response: z.object({ from: z.int(), to: z.int(), blocks: z.array(blockDiff) }),
  errors: [programNotFound, programVersionNotFound],
});

export const restoreVersion = defineEndpoint('POST /programs/:programId/versions/:number/restore', {
  summary: 'Make an old version the newest one',
  params: programId.extend({ number: versionNumber }),
  response: program,
  errors: [programNotFound, programVersionNotFound, programWrongStatus, programBlockLocked, programNotReady],
});
