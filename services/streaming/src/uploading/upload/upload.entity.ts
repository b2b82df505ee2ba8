import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { bigintColumn } from '../../bigint-column.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';

/** A file on its way into the library. Its id becomes that of the encoding. */
export interface UploadRow {
  id: string;
  personId: string;
  videoId: string;
  /** Whether the video was made for it, and goes with it when it is given up. */
  makesVideo: boolean;
  name: string;
  size: number;
  sha256: string | null;
  status: 'open' | 'completed';
  way: 'parts' | 'tus';
  partSize: number;
  /** By which the object store knows it; null before the first part was asked for, and of tus. */
  storeUploadId: string | null;
  createdAt: Date;
  /** When it is given up, or forgotten if it was completed. */
  expiresAt: Date;
}

export const UploadEntity = new EntitySchema<UploadRow>({
  name: 'media_upload',
  tableName: 'media_uploads',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    personId: { type: 'uuid' },
    videoId: belongsTo(VideoEntity, 'media_uploads_video'),
    makesVideo: { type: 'boolean' },
    name: { type: 'text' },
    size: bigintColumn,
    sha256: { type: 'text', nullable: true },
    status: { type: 'text' },
    way: { type: 'text' },
    partSize: { type: 'integer' },
    storeUploadId: { type: 'text', nullable: true },
    createdAt: { type: 'timestamptz' },
    expiresAt: { type: 'timestamptz' },
  },
  checks: [
    { name: 'media_uploads_status', expression: "status IN ('open', 'completed')" },
    { name: 'media_uploads_way', expression: "way IN ('parts', 'tus')" },
  ],
  indices: [
    { name: 'media_uploads_of_person', columns: ['spaceId', 'personId', 'createdAt', 'id'] },
    { name: 'media_uploads_of_video', columns: ['videoId'] },
    { name: 'media_uploads_expired', columns: ['spaceId', 'expiresAt'] },
  ],
});
