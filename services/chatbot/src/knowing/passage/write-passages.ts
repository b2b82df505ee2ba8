import { newId } from '@lyceum/common/database';
import type { EntityManager } from 'typeorm';
import { LessonVersionEntity, type LessonVersionRow } from '../lesson-version/lesson-version.entity.ts';
import { writeSearchIndex } from '../search-index/write-search-index.ts';
import { PassageEntity, type PassageRow } from './passage.entity.ts';

export type PassageDraft = Pick<PassageRow, 'headingPath' | 'blockId' | 'text' | 'cues'>;

/** Puts the passages of a version in place of those it had. The text of a draft is in NFC. */
export async function writePassages(
  db: EntityManager,
  { id: versionId, courseId, lessonId }: Pick<LessonVersionRow, 'id' | 'courseId' | 'lessonId'>,
  drafts: readonly PassageDraft[],
  indexedAt: Date,
): Promise<PassageRow[]> {
  await db.delete(PassageEntity, { versionId });
  const rows = drafts.map((draft, position) => ({ ...draft, id: newId(), courseId, versionId, lessonId, position }));
  if (rows.length > 0) await db.insert(PassageEntity, rows);
  await writeSearchIndex(db, { id: versionId, courseId }, rows);
  await db.update(LessonVersionEntity, { id: versionId }, { indexedAt });
  return rows;
}
