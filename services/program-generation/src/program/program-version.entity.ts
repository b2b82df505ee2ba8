import { belongsTo, type RowOf, spaceColumn } from '@lyceum/common/database';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { programVersion } from '@lyceum/contracts/program-generation/version';
import { EntitySchema } from 'typeorm';
import { ProgramEntity } from './program.entity.ts';

export interface ProgramVersionRow extends RowOf<typeof programVersion> {
  programId: string;
  document?: ProgramDocument;
  /** Everybody whose changes are in it; null for versions made before this was kept. */
  contributors: string[] | null;
}

export const ProgramVersionEntity = new EntitySchema<ProgramVersionRow>({
  name: 'program-version',
  tableName: 'program_versions',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    programId: belongsTo(ProgramEntity, 'program_versions_program'),
    number: { type: 'integer' },
    document: { type: 'jsonb', select: false },
    contributors: { type: 'jsonb', nullable: true },
    authorId: { type: 'uuid' },
    reason: { type: 'text' },
    note: { type: 'text' },
    createdAt: { type: 'timestamptz' },
  },
  uniques: [{ name: 'program_versions_number', columns: ['spaceId', 'programId', 'number'] }],
});
