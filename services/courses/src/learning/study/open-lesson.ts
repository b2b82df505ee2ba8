import type { Actor, Context } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { studySessionDays } from '@lyceum/contracts/courses/study';
import type { EntityManager } from 'typeorm';
import { toMeetingOpening } from '../../authoring/content/meeting-opening.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import type { OutlineLesson } from '../../authoring/revision/outline.ts';
import { findStudy, findStudyLesson, requireLearner } from '../gate/find-study.ts';
import { completeLesson } from '../progress/complete-lesson.ts';
import { lockStudy } from '../progress/lock-study.ts';
import { startLesson } from '../progress/start-lesson.ts';
import { StudySessionEntity, type StudySessionRow } from './study-session.entity.ts';

const validMs = studySessionDays * 86_400_000;

/** Begins a session in a lesson that is open to the person. Fails with `lesson.locked`, also for whoever does not learn here. */
export async function openLesson(
  db: EntityManager,
  ctx: Context,
  actor: Actor,
  { courseId, lessonId }: { courseId: string; lessonId: string },
): Promise<StudySessionRow> {
  await lockStudy(db, actor.id);
  const study = await findStudy(db, ctx, actor, courseId);
  const lesson = findStudyLesson(study, lessonId);
  const enrolment = requireLearner(study, lesson, ctx);
  const openedAt = ctx.now();
  const begun = { enrolmentId: enrolment.id, lessonId, versionId: lesson.versionId };
  const progress = await startLesson(db, { ...begun, startedAt: openedAt }, study.progress.get(lessonId));
  if (lesson.completion.rule === 'opened' && lesson.completion.seconds === 0 && (await isHeld(db, lesson, openedAt)))
    await completeLesson(db, ctx, { enrolment, revision: study.revision, lesson }, progress);
  const expiresAt = new Date(openedAt.getTime() + validMs);
  const session = { ...begun, id: newId(), personId: actor.id, openedAt, expiresAt };
  await db.insert(StudySessionEntity, session);
  return session;
}

/** A meeting is not finished by whoever looks in a week before. */
async function isHeld(db: EntityManager, { type, versionId }: OutlineLesson, now: Date): Promise<boolean> {
  if (type !== 'meeting') return true;
  const { content } = await db.findOneByOrFail(LessonVersionEntity, { id: versionId });
  return content.type !== 'meeting' || toMeetingOpening(content) <= now.getTime();
}
