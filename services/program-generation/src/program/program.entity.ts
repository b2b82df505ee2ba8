import { spaceColumn } from '@lyceum/common/database';
import type { Generation, Program } from '@lyceum/contracts/program-generation/program';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import type { Role } from '@lyceum/contracts/shared/roles';
import { EntitySchema } from 'typeorm';
import type { GenerationFailure } from '../writing/generation-failure.ts';
import type { GenerationStep } from '../writing/generation-step.ts';

export interface ProgramRow {
  id: string;
  /** Account that ordered it; its budget pays for the models. */
  ownerId: string;
  /** Roles it had then. */
  ownerRoles: Role[];
  request: ProgramRequest;
  title: string;
  kind: Program['kind'];
  audience: string;
  level: Program['level'];
  hours: number;
  language: Program['language'];
  /** Written by `indexProgram`, never read. */
  search?: string;
  status: Program['status'];
  /** Of the generation. */
  state: Generation['state'];
  /** Whole percent. */
  progress: number;
  step: GenerationStep | null;
  failure: GenerationFailure | null;
  models: string[];
  tokens: number;
  /** Read only where it is asked for: lists leave it out. */
  document?: ProgramDocument | null;
  /** Number of the document among its versions, 0 while there is none. */
  documentVersion: number;
  errors: number;
  warnings: number;
  submittedBy: string | null;
  approvedBy: string | null;
  approvedAt: Date | null;
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
    ownerId: { type: 'uuid' },
    ownerRoles: { type: 'jsonb' },
    request: { type: 'jsonb' },
    title: { type: 'text', collation: 'und-x-icu' },
    kind: { type: 'text' },
    audience: { type: 'text' },
    level: { type: 'text' },
    hours: { type: 'integer' },
    language: { type: 'text' },
    search: { type: 'tsvector', default: () => "''", select: false, insert: false, update: false },
    status: { type: 'text' },
    state: { type: 'text' },
    progress: { type: 'integer' },
    step: { type: 'jsonb', nullable: true },
    failure: { type: 'jsonb', nullable: true },
    models: { type: 'jsonb' },
    tokens: { type: 'integer' },
    document: { type: 'jsonb', nullable: true, select: false },
    documentVersion: { type: 'integer' },
    errors: { type: 'integer' },
    warnings: { type: 'integer' },
    submittedBy: { type: 'uuid', nullable: true },
    approvedBy: { type: 'uuid', nullable: true },
    approvedAt: { type: 'timestamptz', nullable: true },
    createdAt: { type: 'timestamptz' },
    updatedAt: { type: 'timestamptz' },
    version: { type: 'integer' },
  },
  checks: [
    { name: 'programs_status', expression: "status IN ('draft', 'review', 'approved', 'archived')" },
    { name: 'programs_state', expression: "state IN ('queued', 'generating', 'ready', 'failed', 'cancelled')" },
    { name: 'programs_document', expression: "(state = 'ready') = (document IS NOT NULL)" },
  ],
  indices: [
    { name: 'programs_of_owner', columns: ['spaceId', 'ownerId', 'createdAt', 'id'] },
    { name: 'programs_of_space', columns: ['spaceId', 'createdAt', 'id'] },
    { name: 'programs_by_title', columns: ['spaceId', 'title', 'id'] },
    { name: 'programs_by_hours', columns: ['spaceId', 'hours', 'id'] },
    { name: 'programs_by_update', columns: ['spaceId', 'updatedAt', 'id'] },
    // A GIN index, which EntitySchema cannot describe: the migration has it.
    { name: 'programs_search', columns: ['search'], synchronize: false },
  ],
});
