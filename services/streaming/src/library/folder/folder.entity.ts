import { type RowOf, spaceColumn } from '@lyceum/common/database';
import type { folder } from '@lyceum/contracts/streaming/folder';
import { EntitySchema } from 'typeorm';

export type FolderRow = RowOf<typeof folder>;

export const FolderEntity = new EntitySchema<FolderRow>({
  name: 'video_folder',
  tableName: 'video_folders',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    name: { type: 'text', collation: 'und-x-icu' },
    parentId: { type: 'uuid', nullable: true },
    createdAt: { type: 'timestamptz' },
  },
  indices: [{ name: 'video_folders_of_parent', columns: ['spaceId', 'parentId'] }],
});
