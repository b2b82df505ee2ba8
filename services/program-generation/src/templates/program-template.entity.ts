import { type RowOf, spaceColumn } from '@lyceum/common/database';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { template } from '@lyceum/contracts/program-generation/template';
import { EntitySchema } from 'typeorm';
import type { ProgramRow } from '../program/program.entity.ts';

export interface ProgramTemplateRow extends RowOf<typeof template>, Pick<ProgramRow, 'request' | 'models'> {
  /** Read only where it is asked for: lists leave it out. */
  document?: ProgramDocument;
  /** Everybody whose changes are in it; null for templates made before this was kept. */
  contributors: string[] | null;
}

export const ProgramTemplateEntity = new EntitySchema<ProgramTemplateRow>({
  name: 'program_template',
  tableName: 'program_templates',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    name: { type: 'text' },
    description: { type: 'text' },
    kind: { type: 'text' },
    level: { type: 'text' },
    hours: { type: 'integer' },
    language: { type: 'text' },
    request: { type: 'jsonb' },
    models: { type: 'jsonb' },
    document: { type: 'jsonb', select: false },
    contributors: { type: 'jsonb', nullable: true },
    authorId: { type: 'uuid' },
    createdAt: { type: 'timestamptz' },
  },
  indices: [{ name: 'program_templates_of_space', columns: ['spaceId', 'createdAt', 'id'] }],
});
