import { belongsTo, spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';
import { LessonVersionEntity } from '../lesson-version/lesson-version.entity.ts';

/** That a version has a word, in this very form. */
export interface WordUseRow {
  courseId: string;
  word: string;
  versionId: string;
}

export const WordUseEntity = new EntitySchema<WordUseRow>({
  name: 'word_use',
  tableName: 'word_uses',
  columns: {
    ...spaceKey,
    courseId: { type: 'uuid', primary: true },
    word: { type: 'text', primary: true },
    versionId: { ...belongsTo(LessonVersionEntity, 'word_uses_version'), primary: true },
  },
  indices: [{ name: 'word_uses_of_version', columns: ['versionId'] }],
});
