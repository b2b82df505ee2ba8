import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { type EntityManager, In } from 'typeorm';
import { findVideoId } from '../library-video/find-video-id.ts';
import type { ComposedDraft, NewLessonVersion } from '../revision/compose-outline.ts';
import { LessonVersionEntity, type LessonVersionRow } from '../revision/lesson-version.entity.ts';
import { listLessons, type Outline } from '../revision/outline.ts';
import { RevisionEntity, type RevisionRow } from '../revision/revision.entity.ts';

/** Keeps what the lessons are made of, each version once, and gives the outline with the ids of their versions. */
export async function saveVersions(db: EntityManager, courseId: string, draft: ComposedDraft): Promise<Outline> {
  const versions = [...draft.versions.values()];
  const known = await db.find(LessonVersionEntity, {
    select: { id: true, lessonId: true, hash: true },
    where: { courseId, hash: In(versions.map(({ hash }) => hash)) },
  });
  const ids = new Map(known.map(({ id, lessonId, hash }) => [toKey(lessonId, hash), id]));
  for (const version of versions) {
    const key = toKey(version.lessonId, version.hash);
    if (ids.has(key)) continue;
    const id = newId();
    await db.insert(LessonVersionEntity, { ...version, ...toDeadline(version), videoId: findVideoId(version.content), id });
    ids.set(key, id);
  }
  const modules = draft.outline.modules.map((module) => ({
    ...module,
    lessons: module.lessons.map((lesson) => ({
      ...lesson,
      versionId: ids.get(toKey(lesson.id, lesson.versionId)) ?? lesson.versionId,
    })),
  }));
  return { ...draft.outline, modules };
}

function toDeadline({ content }: NewLessonVersion): Pick<LessonVersionRow, 'dueAt' | 'dueDays'> {
  const due = content.type === 'assignment' ? content.due : null;
  return { dueAt: due?.due === 'at' ? due.at : null, dueDays: due?.due === 'after' ? due.days : null };
}

const toKey = (lessonId: string, hash: string) => `${lessonId} ${hash}`;

type NewRevision = Pick<RevisionRow, 'courseId' | 'number' | 'variant' | 'outline' | 'note' | 'publishedBy'>;

export async function insertRevision(db: EntityManager, ctx: Context, wanted: NewRevision): Promise<RevisionRow> {
  const lessons = listLessons(wanted.outline).length;
  const revision = { ...wanted, id: newId(), lessons, publishedAt: ctx.now() };
  await db.insert(RevisionEntity, revision);
  return revision;
}
