import { newId } from '@lyceum/common/database';
import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/program-generation/editing';
import { programBlockNotFound } from '@lyceum/contracts/program-generation/editing';
import { programs } from '@lyceum/contracts/program-generation/program';
import { findBlock } from '../parts/document-blocks.ts';
import { BlockLockEntity } from '../program/block-lock.entity.ts';
import { loadDocument, lockProgram } from '../program/find-program.ts';
import { presentProgram } from '../program/present-program.ts';
import { updateProgram } from '../program/update-program.ts';

export const lockRoutes = [
  route(contract.lockBlock, { access: programs.updateOwn }, async ({ db, ctx, actor, params, ifMatch }) => {
    const { programId, block } = params;
    const program = await loadDocument(db, await lockProgram(db, actor, programId, ifMatch));
    if (!findBlock(program.document, block)) throw fail(programBlockNotFound);
    if (await db.existsBy(BlockLockEntity, { programId, block })) return presentProgram(db, ctx, program);
    await db.insert(BlockLockEntity, { id: newId(), programId, block, lockedBy: actor.id, lockedAt: ctx.now() });
    return presentProgram(db, ctx, await updateProgram(db, ctx, program));
  }),

  route(contract.unlockBlock, { access: programs.updateOwn }, async ({ db, ctx, actor, params, ifMatch }) => {
    const { programId, block } = params;
    const program = await lockProgram(db, actor, programId, ifMatch);
    const { affected } = await db.delete(BlockLockEntity, { programId, block });
    return presentProgram(db, ctx, affected ? await updateProgram(db, ctx, program) : program);
  }),
];
