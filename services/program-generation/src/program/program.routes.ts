import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/program-generation/program';
import { programs } from '@lyceum/contracts/program-generation/program';
import { deleteFilesOf } from '../export/delete-files.job.ts';
import { contributorsOf } from '../versions/contributors-of.ts';
import { copyDocument } from './copy-document.ts';
import { createProgram } from './create-program.ts';
import { findProgram, loadDocument, lockProgram, requireStatus } from './find-program.ts';
import { findPrograms } from './list-programs.ts';
import { presentListItem, presentProgram } from './present-program.ts';
import { ProgramEntity } from './program.entity.ts';

export const programRoutes = [
  route(contract.createProgram, { access: programs.create }, async ({ db, ctx, actor, body }) =>
    presentProgram(db, ctx, await createProgram(db, ctx, actor, body)),
  ),

  route(contract.listPrograms, { access: programs.readOwn }, async ({ db, ctx, actor, query }) => {
    const { rows, nextCursor } = await findPrograms(db, actor, query);
    return { items: rows.map((program) => presentListItem(program, ctx)), nextCursor };
  }),

  route(contract.getProgram, { access: programs.readOwn }, async ({ db, ctx, actor, params }) =>
    presentProgram(db, ctx, await findProgram(db, actor, params.programId, { to: 'read' })),
  ),

  route(contract.deleteProgram, { access: programs.updateOwn }, async ({ db, ctx, actor, params, ifMatch }) => {
    const program = await lockProgram(db, actor, params.programId, ifMatch);
    requireStatus(program, 'draft', 'review', 'archived');
    await deleteFilesOf(db, ctx, program);
    await db.delete(ProgramEntity, { id: program.id });
  }),

  route(contract.duplicateProgram, { access: programs.create }, async ({ db, ctx, actor, params, body }) => {
    const program = await loadDocument(db, await findProgram(db, actor, params.programId, { to: 'read' }));
    const contributors = await contributorsOf(db, program.id, program.documentVersion);
    return presentProgram(db, ctx, await copyDocument(db, ctx, actor, { ...program, contributors }, body.title));
  }),
];
