import { belongsTo, type RowOf, spaceColumn } from '@lyceum/common/database';
import type { proposal } from '@lyceum/contracts/program-generation/proposal';
import type { Role } from '@lyceum/contracts/shared/roles';
import { EntitySchema } from 'typeorm';
import type { BlockValue } from '../parts/block-schemas.ts';
import { ProgramEntity } from '../program/program.entity.ts';
import type { ProposalFailure } from './proposal-failure.ts';

export interface ProposalRow extends Omit<RowOf<typeof proposal>, 'failure' | 'diff' | 'findings'> {
  /** Roles the author had when asking; the author's budget pays for the model. */
  authorRoles: Role[];
  failure: ProposalFailure | null;
  tokens: number;
  /** Value of the block that was written anew, as `blockSchemas` describes it. Lists leave it out. */
  base?: BlockValue;
  /** Null until it is written. Lists leave it out. */
  proposed?: BlockValue | null;
}

export const ProposalEntity = new EntitySchema<ProposalRow>({
  name: 'program_proposal',
  tableName: 'program_proposals',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    programId: belongsTo(ProgramEntity, 'program_proposals_program'),
    block: { type: 'text' },
    instruction: { type: 'text' },
    authorId: { type: 'uuid' },
    authorRoles: { type: 'jsonb' },
    status: { type: 'text' },
    failure: { type: 'jsonb', nullable: true },
    model: { type: 'text', nullable: true },
    tokens: { type: 'integer' },
    base: { type: 'jsonb', select: false },
    proposed: { type: 'jsonb', nullable: true, select: false },
    createdAt: { type: 'timestamptz' },
    version: { type: 'integer' },
  },
  checks: [
    {
      name: 'program_proposals_status',
      expression: "status IN ('queued', 'generating', 'open', 'accepted', 'rejected', 'failed')",
    },
  ],
  indices: [{ name: 'program_proposals_of_program', columns: ['spaceId', 'programId', 'createdAt', 'id'] }],
});
