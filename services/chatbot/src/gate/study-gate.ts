import { CallError } from '@lyceum/common/client';
import type { Actor, Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import type { OnBehalf, ServiceClient } from '@lyceum/common/service-client';
import { quizOpen } from '@lyceum/contracts/chatbot/refusal';
import { courseNotFound } from '@lyceum/contracts/courses/course';
import { lessonNotFound } from '@lyceum/contracts/courses/draft';
import { lessonLocked } from '@lyceum/contracts/courses/lesson-lock';
import { getTutorAccess } from '@lyceum/contracts/courses/tutor-access';
import { serviceUnavailable } from '@lyceum/contracts/shared/common-problems';
import type { z } from 'zod';

/** What courses says of a course and a person at this moment. */
export type Study = z.output<typeof getTutorAccess.response>;

/** Fails with `course.not_found`, and with `service.unavailable` while courses does not answer. */
export type StudyGate = (courseId: string, person: OnBehalf) => Promise<Study>;

const timeoutMs = 5_000;

/** Courses is asked each time: what was open a second ago may be locked, and a quiz may have begun. */
export function createStudyGate(services: ServiceClient): StudyGate {
  return async (courseId, onBehalf) => {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      return await services.call('courses', getTutorAccess, { params: { courseId }, onBehalf, signal });
    } catch (error) {
      if (!(error instanceof CallError) || error.status >= 500 || error.status === 429)
        throw fail(serviceUnavailable, { retryAfter: 1 });
      if (error.status === 404) throw fail(courseNotFound);
      throw error;
    }
  };
}

/** The person of a request, as other services are asked for it. */
export const toPerson = (ctx: Context, { id, roles }: Pick<Actor, 'id' | 'roles'>): OnBehalf => ({
  ...{ id, roles, space: ctx.space, locale: ctx.locale, requestId: ctx.requestId },
});

/** Versions that may be searched: of the lessons that are open. */
export const listOpenVersions = ({ lessons }: Study): string[] => lessons.flatMap(({ versionId }) => versionId ?? []);

/** Lessons whose words may be shown. */
export const listOpenLessons = ({ lessons }: Study): string[] =>
  lessons.flatMap((one) => (one.versionId === null ? [] : one.lessonId));

/** Fails with `lesson.not_found`, and with `lesson.locked` and the reason. */
export function requireOpenLesson({ lessons }: Study, lessonId: string): Study['lessons'][number] & { versionId: string } {
  const lesson = lessons.find((one) => one.lessonId === lessonId);
  if (!lesson) throw fail(lessonNotFound);
  const { lock, versionId } = lesson;
  if (lock) throw fail(lessonLocked, { detail: lock.message, reason: lock });
  if (versionId === null) throw fail(lessonNotFound);
  return { ...lesson, versionId };
}

/** Fails with `lesson.locked` and the reason when no lesson of the course is open. */
export function requireAnyOpen(study: Study): void {
  const [first] = study.lessons;
  if (first && listOpenVersions(study).length === 0) requireOpenLesson(study, first.lessonId);
}

/** Fails with `tutor.quiz_open` while the person takes a quiz of the course. */
export function requireNoAttempt({ attempt }: Study): void {
  if (attempt) throw fail(quizOpen, { reason: attempt });
}
