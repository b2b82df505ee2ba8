import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { defineProblem } from '../define/problem.ts';
import { bounded, id, locale, text, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { courseId, courseNotFound, courseWrongStatus } from './course.ts';
import { lessonTypes } from './lesson-content.ts';

export const courseNotReady = defineProblem('course.not_ready', 409, {
  en: 'The course cannot be published yet',
  ru: 'Курс ещё нельзя опубликовать',
});
export const courseDraftChanged = defineProblem('course.draft_changed', 409, {
  en: 'The draft was changed since you compared it',
  ru: 'Черновик изменился с момента сравнения',
});
export const courseUnchanged = defineProblem('course.unchanged', 409, {
  en: 'Nothing has changed since the last revision',
  ru: 'С последней редакции ничего не изменилось',
});
export const changeNotFound = defineProblem('course.change_not_found', 422, {
  en: 'The draft has no such change',
  ru: 'В черновике нет такого изменения',
});

export const changeChoices = ['keep', 'migrate', 'retake'] as const;

const choice = z
  .enum(changeChoices)
  .describe(
    'What it means for whoever is in the middle of the course: `keep` leaves them what they have, `migrate` gives them the change and what they finished stays finished, `retake` asks them to finish it again',
  );

export type ChangeChoice = z.output<typeof choice>;

const lessonChange = z
  .object({
    lessonId: id.describe('Id of the lesson'),
    title: z.string().describe('Its title, the new one if there is one'),
    change: z.enum(['added', 'removed', 'changed']).describe('What happened to it'),
    aspects: z.array(z.enum(['title', 'content', 'rule', 'opening', 'required'])).describe('Of a change, what is different'),
    blocks: z
      .array(
        z.object({
          id: bounded(40).describe('Id of the block'),
          change: z.enum(['added', 'removed', 'changed', 'moved']).describe('What happened to it'),
        }),
      )
      .describe('Of a text, the blocks that are different'),
    choices: z.array(z.enum(changeChoices)).describe('What can be chosen'),
    default: z.enum(changeChoices).describe('What is chosen when the author says nothing'),
  })
  .meta({ id: 'LessonChange', description: 'What is different about a lesson between the last revision and the draft' });

export type LessonChange = z.output<typeof lessonChange>;

export const courseChanges = z
  .object({
    since: z.int().nullable().describe('Number of the last revision; null before the first'),
    draft: bounded(64).describe('Names the draft as it is now: `publishCourse` takes it'),
    lessons: z.array(lessonChange).describe('Lessons that are different'),
    isReordered: z.boolean().describe('Whether modules or lessons stand in another order, or under other titles of modules'),
    problems: z
      .array(
        z.object({
          lessonId: id.nullable().describe('Id of the lesson; null for the course'),
          message: z.string().describe('What to do about it, in the language of the caller'),
        }),
      )
      .describe('What keeps it from being published'),
    learners: z.int().describe('How many people are in the middle of the course'),
  })
  .meta({ id: 'CourseChanges', description: 'What the draft changes' });

export type CourseChanges = z.output<typeof courseChanges>;

export const getChanges = defineEndpoint('getChanges', 'GET /courses/:courseId/changes', {
  summary: 'What the draft changes since the last revision, and what can be chosen for whoever is in the middle',
  params: courseId,
  response: courseChanges,
  errors: [courseNotFound],
});

export const revision = z
  .object({
    id: id.describe('Id of the revision'),
    number: z.int().describe('1 for the first'),
    note: z.string().describe('What its author said of it'),
    publishedBy: id.describe('Id of the person'),
    publishedAt: timestamp.describe('When'),
    lessons: z.int().describe('How many lessons it has'),
  })
  .meta({ id: 'CourseRevision', description: 'A course as it was published; it never changes' });

export const publishCourse = defineEndpoint('publishCourse', 'POST /courses/:courseId/publish', {
  summary: 'Publish the draft as the next revision; newcomers get it, others by what is chosen for each change',
  params: courseId,
  body: z.strictObject({
    note: text(0, 2000).default('').describe('What is new, for learners and authors'),
    draft: bounded(64).optional().describe('`draft` of the comparison the choices were made by; another draft answers 409'),
    choices: z
      .array(z.strictObject({ lessonId: id.describe('Id of the lesson'), choice }))
      .max(1000)
      .default([])
      .describe('By lesson; what is left out is done by default'),
  }),
  response: revision,
  status: 201,
  errors: [courseNotFound, courseWrongStatus, courseNotReady, courseDraftChanged, courseUnchanged, changeNotFound],
  idempotent: true,
});

export const listRevisions = defineEndpoint('listRevisions', 'GET /courses/:courseId/revisions', {
  summary: 'Revisions of a course, the newest first',
  params: courseId,
  query: pageQuery,
  response: page(revision),
  errors: [courseNotFound],
});

export const coursePublished = defineEvent(
  'courses.course-published.v1',
  z.object({
    courseId: id,
    revision: z.int(),
    title: z.string(),
    language: locale,
    /** Missing in what a release before it has published. */
    publishedBy: id.optional(),
    lessons: z.array(
      z.object({
        lessonId: id,
        versionId: id,
        title: z.string(),
        type: z.enum(lessonTypes),
        moduleId: id,
        moduleTitle: z.string(),
      }),
    ),
    occurredAt: timestamp,
  }),
);

const courseFact = z.object({ courseId: id, occurredAt: timestamp });

export const courseArchived = defineEvent('courses.course-archived.v1', courseFact);

export const courseRestored = defineEvent('courses.course-restored.v1', courseFact);

export const courseDeleted = defineEvent('courses.course-deleted.v1', courseFact);
