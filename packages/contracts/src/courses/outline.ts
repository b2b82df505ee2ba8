import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { id, line, timestamp, webAddress } from '../shared/fields.ts';
import { pageQuery } from '../shared/pagination.ts';
import { assignmentPoints, lateWork, maxSubmissions, peerReview, rubric, takenWork } from './assignment-content.ts';
import { courseId, courseNotFound } from './course.ts';
import { lessonId, lessonNotFound } from './draft.ts';
import { completionRule, lessonTypes, quizSettings, safeHtml, shownBlock } from './lesson-content.ts';
import { lessonLock, lessonLocked } from './lesson-lock.ts';
import { scormEditions } from './scorm-content.ts';

export const lessonProgress = z
  .object({
    startedAt: timestamp.nullable().describe('When it was opened first, or was to be done again; null when it was not opened'),
    completedAt: timestamp.nullable().describe('When it was finished; null when it is not'),
    activeSeconds: z.int().describe('Time spent in it that the server has evidence of'),
    playedSeconds: z.int().describe('Seconds of its video that were played, each counted once'),
    position: z.number().nullable().describe('Second of the video to go on from; null at its start'),
    percent: z.number().nullable().describe('Score of its quiz, its package or accepted work; null before'),
    retake: z.boolean().describe('Whether it was finished in an earlier revision and is to be done again'),
  })
  .meta({ id: 'LessonProgress', description: 'How far somebody is in a lesson' });

const outlineLesson = z
  .object({
    id: id.describe('Id of the lesson'),
    title: z.string().describe('Title of the lesson'),
    type: z.enum(lessonTypes).describe('Type of its content'),
    required: z.boolean().describe('Whether the course is finished only with it'),
    completion: completionRule.describe('When it counts as finished'),
    dueAt: timestamp
      .nullable()
      .describe('Until when this learner is to hand an assignment in, an extension included; null for ever, or for what is none'),
    lock: lessonLock.nullable().describe('Why it is not open; null when it is'),
    progress: lessonProgress.nullable().describe('How far one is; null for who is not enrolled'),
  })
  .meta({ id: 'OutlineLesson', description: 'A lesson of a course as its learner sees it' });

const outlineModule = z
  .object({
    id: id.describe('Id of the module'),
    title: z.string().describe('Title of the module'),
    summary: z.string().describe('What the module is about'),
    percent: z.int().describe('Share of its required lessons that are finished'),
    lessons: z.array(outlineLesson).describe('Its lessons in order'),
  })
  .meta({ id: 'OutlineModule', description: 'A module of a course as its learner sees it' });

export const outline = z
  .object({
    courseId: id.describe('Id of the course'),
    title: z.string().describe('Title of the course'),
    revision: z.int().describe('Number of the revision it comes from'),
    enrolmentId: id.nullable().describe('Id of the enrolment; null for who only looks at it'),
    percent: z.int().describe('Share of the required lessons that are finished'),
    completedAt: timestamp.nullable().describe('When the course was finished; null before'),
    resume: id.nullable().describe('Id of the lesson to go on with; null when none is open'),
    modules: z.array(outlineModule).describe('Modules in order'),
  })
  .meta({ id: 'CourseOutline', description: 'A course as its learner sees it' });

export type Outline = z.output<typeof outline>;

export const getOutline = defineEndpoint('getOutline', 'GET /courses/:courseId/outline', {
  summary: 'The revision one learns by, with progress and with what is open; for others the last one',
  params: courseId,
  response: outline,
  errors: [courseNotFound],
});

const description = safeHtml.describe('What is shown beside it: HTML, cleaned on the server');

/** What a learner reads of a lesson. */
const lessonBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text').describe('A text of blocks'), blocks: z.array(shownBlock).describe('Its text in order') }),
  z.object({
    type: z.literal('video').describe('A video'),
    videoId: id.nullable().describe('Id of a video of the library, which streaming plays; null when it lies elsewhere'),
    url: webAddress(2000).nullable().describe('Address of the video; null when it is one of the library'),
    durationSeconds: z.number().describe('Its length; of a video of the library as it was measured last'),
    description,
    transcript: z.string().describe('What is said in it'),
  }),
  z.object({
    type: z.literal('file').describe('A file to download'),
    name: z.string().describe('Name of the file'),
    mediaType: z.string().describe('Media type of the file'),
    size: z.int().describe('Bytes of the file'),
    url: z.url().describe('Address of the file, for five minutes'),
    description,
  }),
  z.object({
    type: z.literal('link').describe('A page elsewhere'),
    url: webAddress(2000).describe('Where it leads'),
    description,
  }),
  z.object({
    type: z.literal('quiz').describe('A quiz'),
    description,
    questions: z.int().describe('How many questions an attempt has'),
    ...quizSettings.omit({ questions: true, shuffle: true }).shape,
  }),
  z.object({
    type: z.literal('meeting').describe('A meeting at a certain time'),
    url: webAddress(2000).nullable().describe('Where it is held; null until a quarter of an hour before it begins'),
    startsAt: timestamp.describe('When it begins'),
    durationMinutes: z.int().describe('How long it is planned to take'),
    description,
  }),
  z.object({
    type: z.literal('assignment').describe('Work that a teacher grades, or that peer reviews accept'),
    description: safeHtml.describe('What is to be done: HTML, cleaned on the server'),
    takes: takenWork.describe('What it takes'),
    points: assignmentPoints,
    rubric: rubric.describe('By what it is graded; without criteria points are given for the whole'),
    dueAt: timestamp.nullable().describe('Until when this learner is to hand it in, an extension included; null for ever'),
    late: lateWork,
    maxSubmissions,
    peerReview,
  }),
  z.object({
    type: z.literal('scorm').describe('A part of a SCORM package; `launchScorm` starts it'),
    edition: z.enum(scormEditions).describe('Edition of SCORM'),
    masteryScore: z.number().nullable().describe('Score it is passed with, in percent; null for none'),
    description,
  }),
]);

export const lesson = outlineLesson
  .omit({ lock: true, dueAt: true })
  .extend({
    revision: z.int().describe('Number of the revision it comes from'),
    body: lessonBody.describe('What it is made of'),
  })
  .meta({ id: 'Lesson', description: 'A lesson as its learner reads it' });

export const getLesson = defineEndpoint('getLesson', 'GET /courses/:courseId/lessons/:lessonId', {
  summary: 'A lesson, if it is open; `reason` of the failure is a `LessonLock` that says why not',
  params: lessonId,
  response: lesson,
  errors: [courseNotFound, lessonNotFound, lessonLocked],
});

export const getLessonAccess = defineEndpoint('getLessonAccess', 'GET /courses/:courseId/lessons/:lessonId/access', {
  summary: 'Whether a lesson is open to the caller, for whoever shows its video, files or passages',
  params: lessonId,
  response: z
    .object({
      open: z.boolean().describe('Whether it is open'),
      lock: lessonLock.nullable().describe('Why not; null when it is'),
      versionId: id.nullable().describe('Names what the lesson is made of; null when it is not open'),
    })
    .meta({ id: 'LessonAccess', description: 'Whether a lesson is open' }),
  errors: [courseNotFound, lessonNotFound],
});

const hit = z
  .object({
    lessonId: id.describe('Id of the lesson'),
    title: z.string().describe('Its title'),
    excerpt: safeHtml.describe('Words around the place: text with `<mark>` around what was found'),
  })
  .meta({ id: 'LessonHit', description: 'A lesson that was found' });

export const searchLessons = defineEndpoint('searchLessons', 'GET /courses/:courseId/search', {
  summary: 'Lessons that are open to the caller, by their words; the best first',
  params: courseId,
  query: pageQuery.pick({ limit: true }).extend({
    q: line(1, 200).describe('Words, Russian or English, in any of their forms; `"…"` for a phrase'),
  }),
  response: z.object({ items: z.array(hit).describe('The lessons') }),
  errors: [courseNotFound],
});
