import type { Context } from '@lyceum/common/context';
import type { outline as contract } from '@lyceum/contracts/courses/outline';
import type { z } from 'zod';
import { listLessons, type OutlineLesson } from '../../authoring/revision/outline.ts';
import { describeLock } from '../gate/describe-lock.ts';
import type { Study } from '../gate/find-study.ts';
import { countPercent, share } from '../progress/count-percent.ts';
import { presentProgress } from '../progress/present-progress.ts';

type Reader = Pick<Context, 'locale'>;

/** `dueAt` has deadlines by the ids of lessons. */
export function presentOutline(study: Study, reader: Reader, dueAt: ReadonlyMap<string, Date>): z.input<typeof contract> {
  const { course, revision, enrolment, progress } = study;
  const isFinished = (lessonId: string) => Boolean(progress.get(lessonId)?.completedAt);
  return {
    courseId: course.id,
    title: revision.outline.title,
    revision: revision.number,
    enrolmentId: enrolment?.id ?? null,
    percent: countPercent(revision.outline, isFinished),
    completedAt: enrolment?.completedAt ?? null,
    resume: findResume(study),
    modules: revision.outline.modules.map(({ id, title, summary, lessons }) => ({
      ...{ id, title, summary },
      percent: share(
        lessons.filter(({ required }) => required),
        isFinished,
      ),
      lessons: lessons.map((lesson) => ({
        ...presentLesson(study, lesson),
        dueAt: dueAt.get(lesson.id) ?? null,
        lock: presentLock(study, lesson, reader),
      })),
    })),
  };
}

/** A lesson with how far the learner is in it. */
export function presentLesson({ enrolment, progress }: Study, { id, title, type, required, completion }: OutlineLesson) {
  return { id, title, type, required, completion, progress: enrolment ? presentProgress(progress.get(id)) : null };
}

export function presentLock({ locks }: Study, { id }: OutlineLesson, { locale }: Reader) {
  const lock = locks.get(id);
  return lock ? describeLock(lock, locale) : null;
}

/** The lesson opened last if it is not finished, else the first that is open and not finished: one that is required before any other. */
function findResume({ revision, enrolment, progress, locks }: Study): string | null {
  const unfinished = listLessons(revision.outline).filter(({ id }) => !locks.get(id) && !progress.get(id)?.completedAt);
  const last = unfinished.find(({ id }) => id === enrolment?.lastLessonId);
  const needed = unfinished.find(({ required }) => required);
  return (last ?? needed ?? unfinished[0])?.id ?? null;
}
