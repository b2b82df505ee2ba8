import type { Actor, Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import { requireUnlocked } from '../locks/require-unlocked.ts';
import { loadDocument, lockProgram, type ReadyProgram, requireReady, requireStatus } from '../program/find-program.ts';
import { type CheckedProgram, saveDocument, type VersionInfo } from '../program/save-document.ts';
import type { CheckedDocument } from '../rules/check-program.ts';

/**
 * A draft to be edited by nobody else meanwhile. Fails with `program.not_found`, `precondition.failed`, `program.not_ready` and
 * `program.wrong_status`.
 */
export async function lockDraft(
  db: EntityManager,
  actor: Actor,
  id: string,
  ifMatch: readonly number[] | undefined,
): Promise<ReadyProgram> {
  const program = await lockProgram(db, actor, id, ifMatch);
  requireReady(program);
  requireStatus(program, 'draft');
  return loadDocument(db, program);
}

/** What people do to a document, by whatever means. Fails with `program.block_locked`. */
export async function changeDocument(
  db: EntityManager,
  ctx: Context,
  program: ReadyProgram,
  checked: CheckedDocument,
  origin: VersionInfo,
): Promise<CheckedProgram> {
  await requireUnlocked(db, { programId: program.id, before: program.document, after: checked.document }, ctx.locale);
  return saveDocument(db, ctx, program, checked, origin);
}
