import type { Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import type { EntityManager } from 'typeorm';
import { renderMarkdown } from '../../learning/lesson-text/render-markdown.ts';
import { CourseEntity, type CourseRow } from './course.entity.ts';
import { CourseAuthorEntity } from './course-author.entity.ts';
import { type CourseDetails, requireCategory, saveTags } from './save-details.ts';

type NewCourse = Omit<CourseDetails, 'prerequisites'> &
  Pick<CourseRow, 'ownerId'> &
  Partial<Pick<CourseRow, 'hours' | 'programId' | 'outcomes'>>;

/** A draft without lessons, whose owner is its author. Fails with `category.not_found`. */
export async function insertCourse(db: EntityManager, ctx: Pick<Context, 'now'>, wanted: NewCourse): Promise<CourseRow> {
  await requireCategory(db, wanted.categoryId);
  const now = ctx.now();
  const course: CourseRow = {
    hours: null,
    programId: null,
    outcomes: [],
    ...wanted,
    descriptionHtml: renderMarkdown(wanted.description),
    id: newId(),
    status: 'draft',
    revision: null,
    createdAt: now,
    updatedAt: now,
    publishedAt: null,
    version: 1,
  };
  await db.insert(CourseEntity, course);
  await db.insert(CourseAuthorEntity, { courseId: course.id, personId: course.ownerId });
  await saveTags(db, course.id, course.tags);
  return course;
}
