import { belongsTo, spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { LessonVersionEntity } from '../lesson-version/lesson-version.entity.ts';

/** When the words from a character of a passage on are said in the video. */
export interface PassageCue {
  readonly offset: number;
  /** Seconds. */
  readonly from: number;
  readonly to: number;
}

export interface PassageRow {
  id: string;
  courseId: string;
  versionId: string;
  lessonId: string;
  /** Its place among the passages of the version, from 0. */
  position: number;
  /** Titles above it: course, lesson, headings. */
  headingPath: string[];
  /** Of a help article its name; null of a video. */
  blockId: string | null;
  /** In NFC: offsets of cues and of quotations are those of this text. */
  text: string;
  /** Null of a text. */
  cues: PassageCue[] | null;
  /** Float32, little-endian; null without a model. Read only where vectors are compared. */
  embedding?: Buffer | null;
}

export const PassageEntity = new EntitySchema<PassageRow>({
  name: 'passage',
  tableName: 'passages',
  columns: {
    ...spaceColumn,
    id: { type: 'uuid', primary: true },
    courseId: { type: 'uuid' },
    versionId: belongsTo(LessonVersionEntity, 'passages_version'),
    lessonId: { type: 'uuid' },
    position: { type: 'integer' },
    headingPath: { type: 'jsonb' },
    blockId: { type: 'text', nullable: true },
    text: { type: 'text' },
    cues: { type: 'jsonb', nullable: true },
    embedding: { type: 'bytea', nullable: true, select: false },
  },
  indices: [{ name: 'passages_of_version', columns: ['versionId'] }],
  uniques: [{ name: 'passages_position', columns: ['spaceId', 'versionId', 'position'] }],
});
