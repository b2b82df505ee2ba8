import type { Context } from '@lyceum/common/context';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { EntityManager } from 'typeorm';
import { In, IsNull, Not } from 'typeorm';
import { KnownCourseEntity } from '../known-course/known-course.entity.ts';
import { LessonVersionEntity } from '../lesson-version/lesson-version.entity.ts';
import { addVersions } from './add-versions.ts';

/** What the gate says of a course, as far as it matters here. */
interface OpenCourse {
  readonly title: string;
  readonly language: Locale;
  readonly lessons: readonly {
    readonly lessonId: string;
    readonly title: string;
    readonly moduleTitle: string;
    /** Null while it is locked. */
    readonly versionId: string | null;
  }[];
}

const neverPublished = new Date(0);

/**
 * Has those open versions of a course read that no event has brought: of a revision that is older than this service. Returns how many are still
 * to be read; what is there can be searched meanwhile.
 */
export async function requestMissing(
  db: EntityManager,
  ctx: Context,
  courseId: string,
  { title, language, lessons }: OpenCourse,
): Promise<number> {
  const open = lessons.flatMap(({ versionId, ...lesson }) => (versionId === null ? [] : { ...lesson, versionId }));
  const ids = open.map(({ versionId }) => versionId);
  const read = await db.find(LessonVersionEntity, { select: { id: true }, where: { id: In(ids), indexedAt: Not(IsNull()) } });
  const readIds = new Set(read.map(({ id }) => id));
  const missing = open.filter(({ versionId }) => !readIds.has(versionId));
  if (missing.length === 0) return 0;
  const unknown = { id: courseId, title, language, revision: 0, publishedBy: null, occurredAt: neverPublished };
  await db.createQueryBuilder().insert().into(KnownCourseEntity).values(unknown).orIgnore().execute();
  const course = await db.findOne(KnownCourseEntity, { where: { id: courseId }, lock: { mode: 'pessimistic_write' } });
  if (!course || course.deletedAt) return 0;
  const requested = await db.find(LessonVersionEntity, {
    select: { id: true },
    where: { id: In(missing.map(({ versionId }) => versionId)) },
  });
  const known = new Set(requested.map(({ id }) => id));
  await addVersions(
    ...([db, ctx, courseId] as const),
    missing.filter(({ versionId }) => !known.has(versionId)),
  );
  return missing.length;
}
