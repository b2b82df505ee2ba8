import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { EncodingEntity } from './encoding.entity.ts';

/** One quality of the picture, or the sound. */
export interface RenditionRow {
  id: string;
  encodingId: string;
  /** Height of the picture, or `audio`. */
  name: string;
  kind: 'video' | 'audio';
  /** Pixels; null of sound. */
  width: number | null;
  height: number | null;
  frameRate: number | null;
  /** As `CODECS` of a playlist names it (RFC 6381). */
  codec: string;
  /** Bits per second: of the largest segment, and on average. */
  bandwidth: number;
  averageBandwidth: number;
  /** Of each segment its length in seconds and its bytes, as stored. */
  segments: [seconds: number, bytes: number][];
}

export const RenditionEntity = new EntitySchema<RenditionRow>({
  name: 'rendition',
  tableName: 'renditions',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    encodingId: belongsTo(EncodingEntity, 'renditions_encoding'),
    name: { type: 'text' },
    kind: { type: 'text' },
    width: { type: 'integer', nullable: true },
    height: { type: 'integer', nullable: true },
    frameRate: { type: 'double precision', nullable: true },
    codec: { type: 'text' },
    bandwidth: { type: 'integer' },
    averageBandwidth: { type: 'integer' },
    segments: { type: 'jsonb' },
  },
  checks: [{ name: 'renditions_kind', expression: "kind IN ('video', 'audio')" }],
  uniques: [{ name: 'renditions_name', columns: ['spaceId', 'encodingId', 'name'] }],
  indices: [{ name: 'renditions_of_encoding', columns: ['encodingId'] }],
});
