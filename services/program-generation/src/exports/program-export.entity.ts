import { type RowOf, spaceColumn } from '@lyceum/common/database';
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
    programId: {
      name: 'program_id',
      type: 'uuid',
      foreignKey: { target: ProgramEntity, name: 'program_exports_program', onDelete: 'CASCADE' },
    },
    documentVersion: { name: 'document_version', type: 'integer' },
    letterheadVersion: { name: 'letterhead_version', type: 'integer' },
    format: { type: 'text' },
    profile: { type: 'text' },
    status: { type: 'text' },
    failure: { type: 'text', nullable: true },
    size: { type: 'integer', nullable: true },
    missingCharacters: { name: 'missing_characters', type: 'text', array: true, default: [] },
    createdAt: { name: 'created_at', type: 'timestamptz' },
  },
  checks: [{ name: 'program_exports_status', expression: "status IN ('queued', 'ready', 'failed')" }],
  uniques: [
    {
      name: 'program_exports_once',
      columns: ['spaceId', 'programId', 'documentVersion', 'letterheadVersion', 'format', 'profile'],
    },
  ],
});
