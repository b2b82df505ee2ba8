import { type RowOf, spaceColumn } from '@lyceum/common/database';
import type { attachment } from '@lyceum/contracts/program-generation/attachment';
import { EntitySchema } from 'typeorm';
import type { AttachmentFailure } from './attachment-failure.ts';
import type { ReadWarning } from './extraction/read-warning.ts';

export interface AttachmentRow extends Omit<RowOf<typeof attachment>, 'failure' | 'warnings'> {
  ownerId: string;
  failure: AttachmentFailure | null;
  /** Read only where it is asked for; null until it is read. */
  text?: string | null;
  warnings: ReadWarning[];
}

export const AttachmentEntity = new EntitySchema<AttachmentRow>({
  name: 'attachment',
  tableName: 'attachments',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    ownerId: { type: 'uuid' },
    name: { type: 'text' },
    type: { type: 'text' },
    size: { type: 'integer' },
    status: { type: 'text' },
    failure: { type: 'text', nullable: true },
    text: { type: 'text', nullable: true, select: false },
    characters: { type: 'integer', nullable: true },
    cut: { type: 'boolean' },
    warnings: { type: 'text', array: true, default: [] },
    createdAt: { type: 'timestamptz' },
  },
  checks: [
    { name: 'attachments_status', expression: "status IN ('waiting', 'reading', 'ready', 'failed')" },
    { name: 'attachments_text', expression: "(status = 'ready') = (text IS NOT NULL)" },
  ],
  indices: [
    { name: 'attachments_of_owner', columns: ['spaceId', 'ownerId', 'createdAt', 'id'] },
    { name: 'attachments_size', columns: ['spaceId', 'ownerId', 'size'] },
  ],
});
