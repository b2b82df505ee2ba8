import { spaceKey } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/**
 * A word that some version of a course has or had: what a misspelt one may have been meant for. Whether a version that is open has
 * it, `word_uses` says.
 */
export interface WordRow {
  courseId: string;
  word: string;
  /** Its stem. */
  term: string;
  initial: string;
  /** Its consonants as they sound; null where they are too few. */
  skeleton: string | null;
  /** What it shares with words of its family; null of what was indexed before there were roots. */
  root: string | null;
}

export const WordEntity = new EntitySchema<WordRow>({
  name: 'word',
  tableName: 'words',
  columns: {
    ...spaceKey,
    courseId: { type: 'uuid', primary: true },
    word: { type: 'text', primary: true },
    term: { type: 'text' },
    initial: { type: 'text' },
    skeleton: { type: 'text', nullable: true },
    root: { type: 'text', nullable: true },
  },
  indices: [
    { name: 'words_of_initial', columns: ['spaceId', 'courseId', 'initial'] },
    { name: 'words_of_skeleton', columns: ['spaceId', 'courseId', 'skeleton'] },
    { name: 'words_of_root', columns: ['spaceId', 'courseId', 'root'] },
  ],
});
