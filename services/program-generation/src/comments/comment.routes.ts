import { fail, found } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import * as contract from '@lyceum/contracts/program-generation/comment';
import { commentNotFound } from '@lyceum/contracts/program-generation/comment';
import { programBlockNotFound } from '@lyceum/contracts/program-generation/editing';
import { programs } from '@lyceum/contracts/program-generation/program';
import { authForbidden } from '@lyceum/contracts/shared/common-problems';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { findBlock } from '../parts/document-blocks.ts';
import { findProgram, loadDocument } from '../program/find-program.ts';
import { addComment } from './add-comment.ts';
import { ProgramCommentEntity, type ProgramCommentRow } from './program-comment.entity.ts';

export const commentRoutes = [
  route(contract.createComment, { access: programs.readOwn }, async ({ db, ctx, actor, params, body }) => {
    const program = await findProgram(db, actor, params.programId, { to: 'read' });
    const { block, text } = body;
    if (block !== null && !findBlock((await loadDocument(db, program)).document, block)) throw fail(programBlockNotFound);
    return presentComment(await addComment(db, ctx, { programId: program.id, block, authorId: actor.id, text }));
  }),

  route(contract.listComments, { access: programs.readOwn }, async ({ db, actor, params, query }) => {
    const { id: programId } = await findProgram(db, actor, params.programId, { to: 'read' });
    const { block, resolved } = query;
    const comments = db.createQueryBuilder(ProgramCommentEntity, 'comment').where({ programId });
    if (block !== undefined) comments.andWhere({ block });
    if (resolved !== undefined) comments.andWhere(`comment.resolvedAt IS ${resolved ? 'NOT NULL' : 'NULL'}`);
    const { rows, nextCursor } = await findPage(comments, query, { property: 'createdAt', direction: 'ASC' });
    return { items: rows.map(presentComment), nextCursor };
  }),

  route(contract.resolveComment, { access: programs.updateOwn }, async ({ db, ctx, actor, params }) => {
    const { id: programId } = await findProgram(db, actor, params.programId, { to: 'update' });
    const comment = await lockComment(db, programId, params.commentId);
    if (comment.resolvedAt) return presentComment(comment);
    const resolution = { resolvedBy: actor.id, resolvedAt: ctx.now() };
    await db.update(ProgramCommentEntity, { id: comment.id }, resolution);
    return presentComment({ ...comment, ...resolution });
  }),

  route(contract.deleteComment, { access: programs.readOwn }, async ({ db, actor, params }) => {
    const { id: programId } = await findProgram(db, actor, params.programId, { to: 'read' });
    const { id, authorId } = await lockComment(db, programId, params.commentId);
    if (authorId !== actor.id && !actor.can(programs.updateAny)) throw fail(authForbidden);
    await db.delete(ProgramCommentEntity, { id });
  }),
];

/** Fails with `comment.not_found`. */
async function lockComment(db: EntityManager, programId: string, id: string): Promise<ProgramCommentRow> {
  return found(
    await db.findOne(ProgramCommentEntity, { where: { id, programId }, lock: { mode: 'pessimistic_write' } }),
    commentNotFound,
  );
}

function presentComment({ resolvedBy, resolvedAt, ...comment }: ProgramCommentRow): z.input<typeof contract.comment> {
  return {
    ...comment,
    resolved: resolvedBy && resolvedAt ? { by: resolvedBy, at: resolvedAt } : null,
  };
}
