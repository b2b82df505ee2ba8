import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { ProgramEntity } from './program.entity.ts';

export interface BlockLockRow {
  id: string;
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
    id: { type: 'uuid', primary: true },
    programId: belongsTo(ProgramEntity, 'program_block_locks_program'),
    block: { type: 'text' },
    lockedBy: { type: 'uuid' },
    lockedAt: { type: 'timestamptz' },
  },
  uniques: [{ name: 'program_block_locks_once', columns: ['spaceId', 'programId', 'block'] }],
});
