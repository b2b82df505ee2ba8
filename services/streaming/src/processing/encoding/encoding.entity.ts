import { belongsTo, spaceColumn } from '@lyceum/common/database';
import type { ProcessingFailure, ProcessingStepName } from '@lyceum/contracts/streaming/processing';
import { EntitySchema } from 'typeorm';
import { bigintColumn } from '../../bigint-column.ts';
import { VideoEntity } from '../../library/video/video.entity.ts';

export interface EncodingStep {
  name: ProcessingStepName;
  status: 'waiting' | 'running' | 'done' | 'failed';
  /** ISO 8601. */
  startedAt: string | null;
  endedAt: string | null;
}

/** Small pictures at equal distances, left to right and top to bottom, on sheets of the same grid. */
export interface StoryboardLayout {
  /** Pixels of a picture. */
  width: number;
  height: number;
  columns: number;
  rows: number;
  intervalSeconds: number;
  /** Pictures on all sheets together. */
  count: number;
}

/** One uploaded file and all that is made of it. Its id is that of the upload. */
export interface EncodingRow {
  id: string;
  videoId: string;
  status: 'queued' | 'running' | 'done' | 'failed';
  /** Percent. */
  progress: number;
  steps: EncodingStep[];
  failureCode: ProcessingFailure | null;
  failureStep: ProcessingStepName | null;
  sourceBytes: number;
  /** The source and all that was made of it. */
  storedBytes: number;
  /** What the source must sum up to, in hexadecimal digits; null where nobody said. */
  sha256: string | null;
  durationSeconds: number | null;
  /** Pixels, upright. */
  width: number | null;
  height: number | null;
  frameRate: number | null;
  hasAudio: boolean | null;
  /** From which the keys of its stretches are derived; encrypted, bound to the id. */
  masterKey: string;
  /** Number of its picture; 0 before there is one. */
  poster: number;
  storyboard: StoryboardLayout | null;
  /** Bytes of the plain MP4; null before there is one. */
  plainFileBytes: number | null;
  /** Grows with each change that a watcher sees. */
  version: number;
  /** Of the run that works on it, the last one that has begun; null while it waits. */
  runId: string | null;
  /** When it was put into the queue, or a run was last seen at work. */
  seenAt: Date;
  createdAt: Date;
  playableAt: Date | null;
  endedAt: Date | null;
}

export const EncodingEntity = new EntitySchema<EncodingRow>({
  name: 'encoding',
  tableName: 'encodings',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    videoId: belongsTo(VideoEntity, 'encodings_video'),
    status: { type: 'text' },
    progress: { type: 'integer' },
    steps: { type: 'jsonb' },
    failureCode: { type: 'text', nullable: true },
    failureStep: { type: 'text', nullable: true },
    sourceBytes: bigintColumn,
    storedBytes: bigintColumn,
    sha256: { type: 'text', nullable: true },
    durationSeconds: { type: 'double precision', nullable: true },
    width: { type: 'integer', nullable: true },
    height: { type: 'integer', nullable: true },
    frameRate: { type: 'double precision', nullable: true },
    hasAudio: { type: 'boolean', nullable: true },
    masterKey: { type: 'text' },
    poster: { type: 'integer' },
    storyboard: { type: 'jsonb', nullable: true },
    plainFileBytes: { ...bigintColumn, nullable: true },
    version: { type: 'integer' },
    runId: { type: 'uuid', nullable: true },
    seenAt: { type: 'timestamptz' },
    createdAt: { type: 'timestamptz' },
    playableAt: { type: 'timestamptz', nullable: true },
    endedAt: { type: 'timestamptz', nullable: true },
  },
  checks: [
    { name: 'encodings_status', expression: "status IN ('queued', 'running', 'done', 'failed')" },
    { name: 'encodings_failure', expression: "(status = 'failed') = (failure_code IS NOT NULL)" },
  ],
  indices: [
    { name: 'encodings_of_video', columns: ['videoId', 'createdAt'] },
    { name: 'encodings_open', columns: ['spaceId', 'seenAt'], where: "status IN ('queued', 'running')" },
  ],
});
