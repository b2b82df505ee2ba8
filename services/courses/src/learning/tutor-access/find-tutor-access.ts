import type { Actor, Context } from '@lyceum/common/context';
import type { getTutorAccess } from '@lyceum/contracts/courses/tutor-access';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { canTeach, toReader } from '../../authoring/course/find-course.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import { AttemptEntity } from '../../quizzing/quiz/attempt.entity.ts';
import { isOverdue } from '../../quizzing/quiz/close-attempt.ts';
import { describeLock } from '../gate/describe-lock.ts';
import { findStudy, type Study } from '../gate/find-study.ts';

type TutorAccess = z.input<typeof getTutorAccess.response>;

/** What the gate says of a course to a person for whom a service asks. Fails with `course.not_found`. */
export async function findTutorAccess(
  db: EntityManager,
  ctx: Pick<Context, 'now' | 'locale'>,
  person: Pick<Actor, 'id' | 'roles'>,
  courseId: string,
): Promise<TutorAccess> {
  const reader = toReader(person);
  const study = await findStudy(db, ctx, reader, courseId);
  const { course, revision, locks } = study;
  const lessons = revision.outline.modules.flatMap((module) =>
    module.lessons.map(({ id: lessonId, title, type, versionId }) => {
      const lock = locks.get(lessonId) ?? null;
      return {
        ...{ lessonId, title, type, moduleTitle: module.title, versionId: lock ? null : versionId },
        lock: lock && describeLock(lock, ctx.locale),
      };
    }),
  );
  return {
    ...{ title: revision.outline.title, language: course.language, lessons },
    teaches: await canTeach(db, reader, courseId),
    attempt: await findRunningAttempt(db, ctx, study),
  };
}

/** The attempt begun last that still takes answers. */
async function findRunningAttempt(
  db: EntityManager,
  ctx: Pick<Context, 'now'>,
  { enrolment }: Study,
): Promise<TutorAccess['attempt']> {
  if (!enrolment) return null;
  const open = await db.find(AttemptEntity, {
    where: { enrolmentId: enrolment.id, status: 'open' },
    order: { startedAt: 'DESC' },
  });
  const attempt = open.find((one) => !isOverdue(one, ctx.now()));
  if (!attempt) return null;
  const { lessonId, versionId, deadlineAt } = attempt;
  const { title } = await db.findOneOrFail(LessonVersionEntity, { select: { id: true, title: true }, where: { id: versionId } });
  return { lessonId, title, deadlineAt };
}
