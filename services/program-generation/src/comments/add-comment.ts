import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import type { EntityManager } from 'typeorm';
import { ProgramCommentEntity, type ProgramCommentRow } from './program-comment.entity.ts';

type Remark = Pick<ProgramCommentRow, 'programId' | 'block' | 'authorId' | 'text'>;

export async function addComment(db: EntityManager, ctx: Context, remark: Remark): Promise<ProgramCommentRow> {
  const comment: ProgramCommentRow = { ...remark, id: newId(), resolvedBy: null, resolvedAt: null, createdAt: ctx.now() };
  await db.insert(ProgramCommentEntity, comment);
  return comment;
}
