import type { Context } from '@lyceum/common/context';
import { enqueue } from '@lyceum/common/outbox';
import { type EntityManager, In, IsNull } from 'typeorm';
import { LessonVersionEntity, type LessonVersionRow } from '../lesson-version/lesson-version.entity.ts';
import { indexVersion } from './index-version.job.ts';

type PublishedLesson = Pick<LessonVersionRow, 'lessonId' | 'title' | 'moduleTitle'> & { readonly versionId: string };

/** Has the versions read that are not known yet, or not read yet. */
export async function addVersions(
  db: EntityManager,
  ctx: Context,
  courseId: string,
  lessons: readonly PublishedLesson[],
): Promise<void> {
  if (lessons.length === 0) return;
  const rows = lessons.map(({ versionId: id, lessonId, title, moduleTitle }) => ({ id, courseId, lessonId, title, moduleTitle }));
  await db.createQueryBuilder().insert().into(LessonVersionEntity).values(rows).orIgnore().execute();
  const unread = await db.find(LessonVersionEntity, {
    select: { id: true },
    where: { id: In(rows.map(({ id }) => id)), courseId, indexedAt: IsNull() },
  });
  for (const { id: versionId } of unread) await enqueue(db, ctx, indexVersion, { versionId });
}
