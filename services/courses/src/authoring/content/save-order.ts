import { fail } from '@lyceum/common/errors';
import { neighbourNotFound } from '@lyceum/contracts/courses/draft';
import type { EntityManager } from 'typeorm';

/** The ids with one of them in another place. Fails with `course.neighbour_not_found`. */
export function placeBefore(ids: readonly string[], moved: string, before: string | null): string[] {
  const others = ids.filter((id) => id !== moved);
  if (before === null) return [...others, moved];
  const place = before === moved ? ids.indexOf(moved) : others.indexOf(before);
  if (place < 0) throw fail(neighbourNotFound);
  return others.toSpliced(place, 0, moved);
}

/** Numbers modules from 0 in this order. The caller holds the lock of their course. */
export async function saveModuleOrder(db: EntityManager, ids: readonly string[]): Promise<void> {
  await db.query(
    `UPDATE course_modules SET position = place - 1
     FROM unnest($1::uuid[]) WITH ORDINALITY AS ordered(id, place) WHERE course_modules.id = ordered.id`,
    [ids],
  );
}

/** The same for the lessons of a module, which they are in from now on. */
export async function saveLessonOrder(db: EntityManager, moduleId: string, ids: readonly string[]): Promise<void> {
  await db.query(
    `UPDATE lessons SET module_id = $1, position = place - 1
     FROM unnest($2::uuid[]) WITH ORDINALITY AS ordered(id, place) WHERE lessons.id = ordered.id`,
    [moduleId, ids],
  );
}
