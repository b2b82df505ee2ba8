import { type RowOf, spaceColumn } from '@lyceum/common/database';
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
    programId: {
      name: 'program_id',
      type: 'uuid',
      foreignKey: { target: ProgramEntity, name: 'program_comments_program', onDelete: 'CASCADE' },
    },
    block: { type: 'text', nullable: true },
    authorId: { name: 'author_id', type: 'uuid' },
    text: { type: 'text' },
    resolvedBy: { name: 'resolved_by', type: 'uuid', nullable: true },
    resolvedAt: { name: 'resolved_at', type: 'timestamptz', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz' },
  },
  indices: [{ name: 'program_comments_of_program', columns: ['spaceId', 'programId', 'createdAt', 'id'] }],
});
