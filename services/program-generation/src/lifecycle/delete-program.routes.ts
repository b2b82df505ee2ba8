import { route } from '@lyceum/common/http';
import { deleteProgram, programs } from '@lyceum/contracts/program-generation/program';
import { deleteExports } from '../exports/delete-exports.ts';
import { lockProgram, requireStatus } from '../program/find-program.ts';
import { ProgramEntity } from '../program/program.entity.ts';

export const deleteProgramRoutes = [
  route(deleteProgram, { access: programs.updateOwn }, async ({ db, ctx, actor, params, ifMatch }) => {
    const program = await lockProgram(db, actor, params.programId, ifMatch);
    requireStatus(program, 'draft', 'review', 'archived');
    await deleteExports(db, ctx, program);
    await db.delete(ProgramEntity, { id: program.id });
  }),
];
