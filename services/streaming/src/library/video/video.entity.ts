import { spaceColumn } from '@lyceum/common/database';
import type { videoStatuses } from '@lyceum/contracts/streaming/video';
import { EntitySchema } from 'typeorm';

export interface VideoRow {
  id: string;
  ownerId: string;
  title: string;
  description: string;
  folderId: string | null;
  chapters: { startSeconds: number; title: string }[];
  offersFile: boolean;
  /** Second at which the picture was chosen; null while the server chooses. */
  posterSecond: number | null;
  status: (typeof videoStatuses)[number];
  /** What is played; null before anything is. */
  currentEncodingId: string | null;
  /** The file that came last: the current one, or one that will take its place. */
  newestEncodingId: string | null;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  purgeAt: Date | null;
  version: number;
}

export const VideoEntity = new EntitySchema<VideoRow>({
  name: 'video',
  tableName: 'videos',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    ownerId: { type: 'uuid' },
    title: { type: 'text', collation: 'und-x-icu' },
    description: { type: 'text' },
    folderId: { type: 'uuid', nullable: true },
    chapters: { type: 'jsonb' },
    offersFile: { type: 'boolean' },
    posterSecond: { type: 'double precision', nullable: true },
    status: { type: 'text' },
    currentEncodingId: { type: 'uuid', nullable: true },
    newestEncodingId: { type: 'uuid', nullable: true },
    createdAt: { type: 'timestamptz' },
    updatedAt: { type: 'timestamptz' },
    deletedAt: { type: 'timestamptz', nullable: true },
    purgeAt: { type: 'timestamptz', nullable: true },
    version: { type: 'integer' },
  },
  checks: [
    { name: 'videos_status', expression: "status IN ('waiting', 'processing', 'playable', 'ready', 'failed')" },
    { name: 'videos_deleted', expression: '(deleted_at IS NULL) = (purge_at IS NULL)' },
  ],
  indices: [
    { name: 'videos_of_space', columns: ['spaceId', 'createdAt', 'id'] },
    { name: 'videos_by_title', columns: ['spaceId', 'title', 'id'] },
    { name: 'videos_of_owner', columns: ['spaceId', 'ownerId', 'createdAt', 'id'] },
    { name: 'videos_of_folder', columns: ['spaceId', 'folderId', 'createdAt', 'id'] },
    { name: 'videos_to_purge', columns: ['spaceId', 'purgeAt'], where: 'purge_at IS NOT NULL' },
    { name: 'videos_title_trigrams', synchronize: false },
  ],
});
