import { found } from '@lyceum/common/errors';
import { lessonNoAssignment } from '@lyceum/contracts/courses/assignment';
import type { AssignmentContent } from '@lyceum/contracts/courses/assignment-content';
import type { EntityManager } from 'typeorm';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';

/** What a version of a lesson asks for; null when it is no assignment. */
export async function findAssignment(db: EntityManager, versionId: string): Promise<AssignmentContent | null> {
  const { content } = await db.findOneByOrFail(LessonVersionEntity, { id: versionId });
  if (content.type !== 'assignment') return null;
  // Versions from before peer reviews do not have it.
  return { ...content, peerReview: content.peerReview ?? null };
}

/** The same of what has to be one. Fails with `lesson.no_assignment`. */
export async function requireAssignment(db: EntityManager, versionId: string): Promise<AssignmentContent> {
  return found(await findAssignment(db, versionId), lessonNoAssignment);
}
