import type { EntityManager } from 'typeorm';
import { GradebookEntity, type GradebookRow } from './gradebook.entity.ts';

/** How the grade of a course is made; before anybody has said so all results count alike. */
export async function findGradebook(db: EntityManager, courseId: string): Promise<GradebookRow> {
  const known = await db.findOneBy(GradebookEntity, { courseId });
  return known ?? { courseId, settings: { categories: [], items: [], ungraded: 'ignored' }, version: 0 };
}
