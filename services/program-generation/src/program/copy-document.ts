import type { Actor, Context } from '@lyceum/common/context';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { EntityManager } from 'typeorm';
import { checkDocument } from '../rules/check-program.ts';
import { insertProgram } from './insert-program.ts';
import type { ProgramRow } from './program.entity.ts';
import { type CheckedProgram, saveDocument } from './save-document.ts';

interface Original {
  request: ProgramRow['request'];
  models: string[];
  document: ProgramDocument;
  /** Whose changes are in it: none of them approves the copy. */
  contributors: readonly string[];
}

/** A draft of the owner's with a document that exists already; a new title is on the title page too. */
export async function copyDocument(
  db: EntityManager,
  ctx: Context,
  owner: Actor,
  { request, models, document, contributors }: Original,
  title = document.title,
): Promise<CheckedProgram> {
  const copy = { ...document, title, titleBlock: { ...document.titleBlock, approval: unapproved(document.titleBlock.approval) } };
  const program = await insertProgram(db, ctx, owner, { request: { ...request, title, attachments: [] }, state: 'generating' });
  const programChanges = { state: 'ready', progress: 100, models } as const;
  return saveDocument(db, ctx, program, checkDocument(copy, ctx.now()), {
    authorId: owner.id,
    reason: 'copied',
    contributors,
    programChanges,
  });
}

/** Whoever approved the original did not approve the copy. */
function unapproved(approval: ProgramDocument['titleBlock']['approval']) {
  return { ...approval, date: null, number: '' };
}
