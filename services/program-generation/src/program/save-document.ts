import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import type { ProgramVersion } from '@lyceum/contracts/program-generation/version';
import type { EntityManager } from 'typeorm';
import type { CheckedDocument } from '../rules/check-program.ts';
import { findContributors } from './find-contributors.ts';
import { ProgramEntity, type ProgramRow } from './program.entity.ts';
import { indexProgram, searchWords } from './program-search.ts';
import { ProgramVersionEntity } from './program-version.entity.ts';

export interface VersionInfo {
  authorId: string;
  reason: ProgramVersion['reason'];
  note?: string;
  /** Whose changes are in it besides the author's; by default those of the version before. */
  contributors?: readonly string[];
  /** What changes with it: the end of a generation, the return to a draft. */
  programChanges?: Partial<Pick<ProgramRow, 'state' | 'progress' | 'step' | 'failure' | 'models' | 'tokens'>>;
}

/** With the findings of its document as it is now. */
export type CheckedProgram = ProgramRow & Pick<CheckedDocument, 'findings'>;

/**
 * The only way a document gets into a programme: as its newest version, with what lists and searches need of it and the count
 * of rules it breaks. The caller holds the programme's row lock, or has just made the programme in this transaction.
 */
export async function saveDocument(
  db: EntityManager,
  ctx: Context,
  program: ProgramRow,
  { document, findings }: CheckedDocument,
  { authorId, reason, note = '', contributors, programChanges = {} }: VersionInfo,
): Promise<CheckedProgram> {
  const now = ctx.now();
  const { title, kind, audience, level, hours, language } = document;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const changes = {
    ...programChanges,
    title,
    kind,
    audience,
    level,
    hours,
    language,
    document,
    documentVersion: program.documentVersion + 1,
    errors,
    warnings: findings.length - errors,
    updatedAt: now,
    version: program.version + 1,
  };
  const earlier = contributors ?? (await findContributors(db, program.id, program.documentVersion));
  await db.update(ProgramEntity, { id: program.id }, changes);
  await indexProgram(db, program.id, searchWords(document));
  await db.insert(ProgramVersionEntity, {
    id: newId(),
    programId: program.id,
    number: changes.documentVersion,
    document,
    contributors: [...new Set([...earlier, authorId])],
    authorId,
    reason,
    note,
    createdAt: now,
  });
  return { ...program, ...changes, findings };
}
