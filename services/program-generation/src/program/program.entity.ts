import { spaceColumn } from '@lyceum/common/database';
import type { Program, ProgramDocument, ProgramRequest } from '@lyceum/contracts/program-generation';
import { EntitySchema } from 'typeorm';

export interface ProgramRow extends ProgramRequest {
  id: string;
  /** Account that ordered it. */
  ownerId: string;
  status: Program['status'];
  /** Whole percent. */
  progress: number;
  composerName: string;
  composerModel: string | null;
  /** Read only where it is asked for: lists leave it out. */
  document?: ProgramDocument | null;
  /** Number of the stored file, 0 while there is none. */
  fileVersion: number;
  failure: string | null;
  createdAt: Date;
  updatedAt: Date;
  /** Grows by one with every change, progress included. */
  version: number;
}

export const ProgramEntity = new EntitySchema<ProgramRow>({
  name: 'program',
  tableName: 'programs',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    ownerId: { name: 'owner_id', type: 'uuid' },
    title: { type: 'text' },
    kind: { type: 'text' },
    audience: { type: 'text' },
    level: { type: 'text' },
    hours: { type: 'integer' },
    topics: { type: 'jsonb' },
    language: { type: 'text' },
    status: { type: 'text' },
    progress: { type: 'integer' },
    composerName: { name: 'composer_name', type: 'text' },
    composerModel: { name: 'composer_model', type: 'text', nullable: true },
    document: { type: 'jsonb', nullable: true, select: false },
    fileVersion: { name: 'file_version', type: 'integer' },
    failure: { type: 'text', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    updatedAt: { name: 'updated_at', type: 'timestamptz' },
    version: { type: 'integer' },
  },
  checks: [
    { name: 'programs_status', expression: "status IN ('queued', 'generating', 'ready', 'failed')" },
    { name: 'programs_document', expression: "(status = 'ready') = (document IS NOT NULL)" },
  ],
  indices: [
    { name: 'programs_of_owner', columns: ['spaceId', 'ownerId', 'createdAt', 'id'] },
    { name: 'programs_of_space', columns: ['spaceId', 'createdAt', 'id'] },
  ],
});
