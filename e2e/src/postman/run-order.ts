import type { ApiOperation } from './api-document.ts';

/**
 * What comes first in its folder, in the order of somebody's work: a programme is stopped and resumed while it is written, edited once
 * its stream has ended, and leaves review before it is put away.
 */
const work = [
  'login',
  'createProgram',
  'cancelGeneration',
  'resumeGeneration',
  'streamGeneration',
  'createProposal',
  'createExport',
  'createComment',
  'createTemplate',
  'getProposal',
  'acceptProposal',
  'patchDocument',
  'restoreVersion',
  'submitProgram',
  'approveProgram',
  'returnProgram',
  'archiveProgram',
  'unarchiveProgram',
];

/** Signing out comes after everything that needs a session, and removals after everything that needs the thing. */
export function compareInRun(one: ApiOperation, other: ApiOperation): number {
  return toRank(one) - toRank(other);
}

function toRank({ operationId, method, path }: ApiOperation): number {
  const place = work.indexOf(operationId);
  if (operationId === 'logout') return work.length + 5;
  if (place !== -1) return place;
  const isNested = path.includes('{');
  if (method === 'DELETE') return work.length + 4 + (isNested ? 1 / path.length : 0);
  const ranks: Readonly<Record<string, number>> = { POST: isNested ? 3 : 0, GET: 1, PATCH: 2, PUT: 2 };
  return work.length + (ranks[method] ?? 3);
}
