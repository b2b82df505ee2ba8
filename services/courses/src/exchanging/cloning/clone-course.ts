import type { Actor, Context } from '@lyceum/common/context';
import type { EntityManager } from 'typeorm';
import type { CourseRow } from '../../authoring/course/course.entity.ts';
import { CourseFileEntity } from '../../authoring/course-file/course-file.entity.ts';
import { publishLessonVideos } from '../../authoring/course-videos/publish-lesson-videos.ts';
import { insertTree } from '../tree/insert-tree.ts';
import { readTree } from '../tree/read-tree.ts';
import { renameAnew } from '../tree/rename-anew.ts';

/**
 * A draft of the owner's with the card, the draft, the banks and the files of a course; the programme it was made from stays with
 * the original.
 */
export async function cloneCourse(
  db: EntityManager,
  ctx: Context,
  owner: Actor,
  original: CourseRow,
  title = original.title,
): Promise<CourseRow> {
  const { tree, shown, files } = await readTree(db, original);
  const { tree: copy, toNew } = renameAnew({ ...tree, card: { ...tree.card, title } });
  const shownCopy = new Map([...shown].map(([id, lesson]) => [toNew(id), lesson]));
  const { course } = await insertTree(db, ctx, owner.id, { tree: copy, shown: shownCopy }, original.coverImageId);
  const rows = [...files.values()].map((file) => ({ ...file, id: toNew(file.id), courseId: course.id }));
  if (rows.length > 0) await db.insert(CourseFileEntity, rows);
  await publishLessonVideos(db, ctx, course.id);
  return course;
}
