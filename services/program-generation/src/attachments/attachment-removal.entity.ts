import { spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/** Bytes of an attachment that was deleted while an upload of it may still go on. */
export interface AttachmentRemovalRow {
  /** Id of the attachment. */
  id: string;
  ownerId: string;
  size: number;
  /** When the file is gone for good. */
  until: Date;
}

export const AttachmentRemovalEntity = new EntitySchema<AttachmentRemovalRow>({
  name: 'attachment_removal',
  tableName: 'attachment_removals',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    ownerId: { type: 'uuid' },
    size: { type: 'integer' },
    until: { type: 'timestamptz' },
  },
  indices: [{ name: 'attachment_removals_until', columns: ['spaceId', 'until'] }],
});
