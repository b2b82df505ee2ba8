import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/program-generation/program';
import { programs } from '@lyceum/contracts/program-generation/program';
import { copyDocument } from './copy-document.ts';
import { findContributors } from './find-contributors.ts';
import { findProgram, loadDocument } from './find-program.ts';
import { findPrograms } from './list-programs.ts';
import { presentListItem, presentProgram } from './present-program.ts';

export const programRoutes = [
  route(contract.listPrograms, { access: programs.readOwn }, async ({ db, ctx, actor, query }) => {
    const { rows, nextCursor } = await findPrograms(db, actor, query);
    return { items: rows.map((program) => presentListItem(program, ctx)), nextCursor };
  }),

  route(contract.getProgram, { access: programs.readOwn }, async ({ db, ctx, actor, params }) =>
    presentProgram(db, ctx, await findProgram(db, actor, params.programId, { to: 'read' })),
  ),

  route(contract.duplicateProgram, { access: programs.create }, async ({ db, ctx, actor, params, body }) => {
    const program = await loadDocument(db, await findProgram(db, actor, params.programId, { to: 'read' }));
    const contributors = await findContributors(db, program.id, program.documentVersion);
    return presentProgram(db, ctx, await copyDocument(db, ctx, actor, { ...program, contributors }, body.title));
  }),
];
