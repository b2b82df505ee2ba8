import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { VideoEntity } from '../video/video.entity.ts';

export interface Cue {
  /** Seconds. */
  from: number;
  to: number;
  /** With `<i>`, `<b>` and `<u>`, everything else escaped, as WebVTT has it. */
  markup: string;
}

export interface CaptionRow {
  id: string;
  videoId: string;
  language: string;
  label: string;
  cues: Cue[];
  /** Names its WebVTT in the object store, which never changes. */
  objectId: string;
  bytes: number;
  updatedAt: Date;
}

export const CaptionEntity = new EntitySchema<CaptionRow>({
  name: 'caption',
  tableName: 'captions',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    videoId: belongsTo(VideoEntity, 'captions_video'),
    language: { type: 'text' },
    label: { type: 'text' },
    cues: { type: 'jsonb' },
    objectId: { type: 'uuid' },
    bytes: { type: 'integer' },
    updatedAt: { type: 'timestamptz' },
  },
  uniques: [{ name: 'captions_language', columns: ['spaceId', 'videoId', 'language'] }],
  indices: [{ name: 'captions_of_video', columns: ['videoId'] }],
});
