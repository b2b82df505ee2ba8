import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineServicePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { bounded, id, locale, timestamp } from '../shared/fields.ts';
import { courseNotFound } from './course.ts';
import { lessonTypes } from './lesson-content.ts';
import { lessonLock } from './lesson-lock.ts';

/** For the service that answers questions about lessons. */
export const tutorAccess = {
  read: defineServicePermission('tutor-access.read', ['chatbot']),
};

export const lessonVersionNotFound = defineProblem('lesson_version.not_found', 404, {
  en: 'There is no such version of a lesson',
  ru: 'Такой версии урока нет',
});

/** What the gate says of a course to one person at this moment. */
export const getTutorAccess = defineEndpoint('getTutorAccess', 'GET /internal/courses/:courseId/tutor-access', {
  internal: true,
  summary: 'Which lessons of a course are open to the person, in which versions: what the gate says',
  params: z.strictObject({ courseId: id }),
  response: z.object({
    title: z.string(),
    language: locale,
    /** Whether the person teaches the course; everything published is open then, unless they learn in it, too. */
    teaches: z.boolean(),
    /** Of the revision the person learns by, in its order. */
    lessons: z.array(
      z.object({
        lessonId: id,
        title: z.string(),
        type: z.enum(lessonTypes),
        moduleTitle: z.string(),
        /** Null while it is locked: what is not open has no text. */
        versionId: id.nullable(),
        lock: lessonLock.nullable(),
      }),
    ),
    /** A quiz of the course that the person is taking now; null when there is none. */
    attempt: z.object({ lessonId: id, title: z.string(), deadlineAt: timestamp.nullable() }).nullable(),
  }),
  errors: [courseNotFound],
});

/** A part of a published lesson, as Markdown: formulas between dollar signs, code fenced. */
const lessonPart = z.object({
  /** Null of what is no block: the description and the transcript of a video. */
  blockId: bounded(40).nullable(),
  text: z.string(),
});

/** Published versions never change, so this is asked once for each; drafts have none. */
export const getLessonText = defineEndpoint('getLessonText', 'GET /internal/courses/lesson-versions/:versionId/text', {
  internal: true,
  summary: 'The words of a published version of a lesson, without questions of quizzes and their keys',
  params: z.strictObject({ versionId: id }),
  response: z.object({
    courseId: id,
    lessonId: id,
    title: z.string(),
    type: z.enum(lessonTypes),
    /** The video of the library that it shows; null when it shows none. */
    videoId: id.nullable(),
    parts: z.array(lessonPart),
  }),
  errors: [lessonVersionNotFound],
});
