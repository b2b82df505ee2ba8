import { belongsTo, spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { LessonVersionEntity } from '../lesson-version/lesson-version.entity.ts';

/** That a passage has a word, as its stem. */
export interface PostingRow {
  courseId: string;
  term: string;
  passageId: string;
  versionId: string;
  /** How much the passage is about it: its frequency, saturated. */
  weight: number;
}

export const PostingEntity = new EntitySchema<PostingRow>({
  name: 'posting',
  tableName: 'postings',
  columns: {
    ...spaceKey,
    courseId: { type: 'uuid', primary: true },
    term: { type: 'text', primary: true },
    passageId: { type: 'uuid', primary: true },
    versionId: belongsTo(LessonVersionEntity, 'postings_version'),
    weight: { type: 'real' },
  },
  indices: [{ name: 'postings_of_version', columns: ['versionId'] }],
});
