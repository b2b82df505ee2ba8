import { belongsTo, type RowOf, spaceColumn } from '@lyceum/common/database';
import type { exportFile } from '@lyceum/contracts/program-generation/export';
import { EntitySchema } from 'typeorm';
import { ProgramEntity } from '../program/program.entity.ts';

export interface ProgramExportRow extends Omit<RowOf<typeof exportFile>, 'letterhead' | 'warnings'> {
  /** 0 without a letterhead. */
  letterheadVersion: number;
}

export const ProgramExportEntity = new EntitySchema<ProgramExportRow>({
  name: 'program_export',
  tableName: 'program_exports',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    programId: belongsTo(ProgramEntity, 'program_exports_program'),
    documentVersion: { type: 'integer' },
    letterheadVersion: { type: 'integer' },
    format: { type: 'text' },
    profile: { type: 'text' },
    status: { type: 'text' },
    failure: { type: 'text', nullable: true },
    size: { type: 'integer', nullable: true },
    missingCharacters: { type: 'text', array: true, default: [] },
    createdAt: { type: 'timestamptz' },
  },
  checks: [{ name: 'program_exports_status', expression: "status IN ('queued', 'ready', 'failed')" }],
  uniques: [
    {
      name: 'program_exports_once',
      columns: ['spaceId', 'programId', 'documentVersion', 'letterheadVersion', 'format', 'profile'],
    },
  ],
});
