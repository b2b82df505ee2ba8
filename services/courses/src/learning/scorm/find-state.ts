import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import type { ScormContent } from '@lyceum/contracts/courses/scorm-content';
import type { EntityManager } from 'typeorm';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { LessonProgressEntity } from '../progress/lesson-progress.entity.ts';
import type { ScormLaunchRow } from './scorm-launch.entity.ts';
import { ScormStateEntity, type ScormStateRow } from './scorm-state.entity.ts';

/** Of a version of a lesson; null where it is no part of a package. */
export async function findScorm(db: EntityManager, versionId: string): Promise<ScormContent | null> {
  const { content } = await db.findOneByOrFail(LessonVersionEntity, { id: versionId });
  return toScorm(content);
}

export const toScorm = (content: LessonContent) => (content.type === 'scorm' ? content : null);

/** Of a launch; null where its version is no part of a package. */
export async function findLaunched(
  db: EntityManager,
  { draft, versionId }: Pick<ScormLaunchRow, 'draft' | 'versionId'>,
): Promise<ScormContent | null> {
  return versionId === null ? draft : findScorm(db, versionId);
}

/** Whether another version of a lesson starts the same, so that its learner goes on. */
export async function isSameStart(db: EntityManager, versionId: string, otherId: string): Promise<boolean> {
  if (versionId === otherId) return true;
  const [one, other] = [await findScorm(db, versionId), await findScorm(db, otherId)];
  return one !== null && other !== null && one.courseFileId === other.courseFileId && one.launch === other.launch;
}

/** What was kept of a lesson; nothing when it is to be finished again since, or when it starts something else. */
export async function findState(
  db: EntityManager,
  { enrolmentId, lessonId, versionId }: Pick<ScormStateRow, 'enrolmentId' | 'lessonId' | 'versionId'>,
): Promise<ScormStateRow | null> {
  const state = await db.findOneBy(ScormStateEntity, { enrolmentId, lessonId });
  const progress = await db.findOneBy(LessonProgressEntity, { enrolmentId, lessonId });
  if (!state || !progress || state.launchedAt < progress.startedAt) return null;
  return (await isSameStart(db, state.versionId, versionId)) ? state : null;
}
