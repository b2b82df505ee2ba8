import { spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { ProgramEntity } from '../program/program.entity.ts';

export interface BlockLockRow {
  programId: string;
  block: string;
  lockedBy: string;
  lockedAt: Date;
}

export const BlockLockEntity = new EntitySchema<BlockLockRow>({
  name: 'block_lock',
  tableName: 'program_block_locks',
  columns: {
    ...spaceColumn,
    programId: {
      name: 'program_id',
      type: 'uuid',
      primary: true,
      foreignKey: { target: ProgramEntity, name: 'program_block_locks_program', onDelete: 'CASCADE' },
    },
    block: { type: 'text', primary: true },
    lockedBy: { name: 'locked_by', type: 'uuid' },
    lockedAt: { name: 'locked_at', type: 'timestamptz' },
  },
});
