import { belongsTo, spaceColumn, spaceKey } from '@lyceum/common/database';
import type { Role } from '@lyceum/contracts/shared/roles';
import { EntitySchema } from 'typeorm';
import { VideoEntity } from '../../library/video/video.entity.ts';
import { EncodingEntity } from '../../processing/encoding/encoding.entity.ts';

/** A video that one person watches on one device. */
export interface PlaybackRow {
  id: string;
  personId: string;
  /** As they were when it began: the plain file is asked for without a token. */
  roles: Role[];
  videoId: string;
  encodingId: string;
  /** Null for a look at the library. */
  lessonId: string | null;
  device: string;
  /** SHA-256 of the token in the address of the plain file; null when it is not offered. */
  fileTokenHash: string | null;
  /** Numbers of the stretches whose keys were given out. */
  stretches: number[];
  /** Whether the plain file was asked for: it is delivered without keys. */
  tookFile: boolean;
  startedAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
}

export const PlaybackEntity = new EntitySchema<PlaybackRow>({
  name: 'playback',
  tableName: 'playbacks',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    personId: { type: 'uuid' },
    roles: { type: 'text', array: true },
    videoId: belongsTo(VideoEntity, 'playbacks_video'),
    encodingId: belongsTo(EncodingEntity, 'playbacks_encoding'),
    lessonId: { type: 'uuid', nullable: true },
    device: { type: 'text' },
    fileTokenHash: { type: 'text', nullable: true },
    stretches: { type: 'integer', array: true },
    tookFile: { type: 'boolean' },
    startedAt: { type: 'timestamptz' },
    lastSeenAt: { type: 'timestamptz' },
    expiresAt: { type: 'timestamptz' },
    endedAt: { type: 'timestamptz', nullable: true },
  },
  indices: [
    { name: 'playbacks_of_person', columns: ['spaceId', 'personId', 'lastSeenAt'] },
    { name: 'playbacks_of_video', columns: ['videoId'] },
    { name: 'playbacks_of_encoding', columns: ['encodingId'] },
    { name: 'playbacks_of_file', columns: ['spaceId', 'fileTokenHash'], where: 'file_token_hash IS NOT NULL' },
    { name: 'playbacks_expired', columns: ['spaceId', 'expiresAt'] },
  ],
});

/** Where a person has left a video. */
export interface WatchPositionRow {
  personId: string;
  videoId: string;
  seconds: number;
  updatedAt: Date;
}

export const WatchPositionEntity = new EntitySchema<WatchPositionRow>({
  name: 'watch_position',
  tableName: 'watch_positions',
  columns: {
    ...spaceKey,
    personId: { type: 'uuid', primary: true },
    videoId: { ...belongsTo(VideoEntity, 'watch_positions_video'), primary: true },
    seconds: { type: 'double precision' },
    updatedAt: { type: 'timestamptz' },
  },
  indices: [{ name: 'watch_positions_of_video', columns: ['videoId'] }],
});
