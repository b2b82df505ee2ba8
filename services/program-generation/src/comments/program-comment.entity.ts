import { belongsTo, type RowOf, spaceColumn } from '@lyceum/common/database';
import type { comment } from '@lyceum/contracts/program-generation/comment';
import { EntitySchema } from 'typeorm';
import { ProgramEntity } from '../program/program.entity.ts';

export interface ProgramCommentRow extends Omit<RowOf<typeof comment>, 'resolved'> {
  resolvedBy: string | null;
  resolvedAt: Date | null;
}

export const ProgramCommentEntity = new EntitySchema<ProgramCommentRow>({
  name: 'program_comment',
  tableName: 'program_comments',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    programId: belongsTo(ProgramEntity, 'program_comments_program'),
    block: { type: 'text', nullable: true },
    authorId: { type: 'uuid' },
    text: { type: 'text' },
    resolvedBy: { type: 'uuid', nullable: true },
    resolvedAt: { type: 'timestamptz', nullable: true },
    createdAt: { type: 'timestamptz' },
  },
  indices: [{ name: 'program_comments_of_program', columns: ['spaceId', 'programId', 'createdAt', 'id'] }],
});
