import { z } from 'zod';
import { courseNotFound } from '../courses/course.ts';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { id, line, text, version } from '../shared/fields.ts';
import { answerModes } from './message.ts';

export const tutorSettings = {
  /** Of the whole space; those of a course are decided by the gate of courses. */
  manage: definePermission('tutor-settings.manage', ['admin']),
};

/** What may be allowed or not: modes of answers, and practice, whose questions the tutor asks. */
export const tutorModes = [...answerModes, 'practice'] as const;

export type TutorMode = (typeof tutorModes)[number];

export const answerStyles = ['short', 'usual', 'long'] as const;

export type AnswerStyle = (typeof answerStyles)[number];

const words = z
  .array(line(1, 80))
  .max(200)
  .describe('Words and phrases; other forms of a word count, too, and so do letters that only look alike');

const moderation = z
  .strictObject({
    blockedWords: words.describe('What the tutor does not talk about: a question with it is refused'),
    alertWords: words.describe(
      'What staff want to hear of: the question is answered, with a notice; a list in Russian and English is always there',
    ),
  })
  .meta({ id: 'TutorModeration', description: 'Words that questions are looked through for' });

const perMinute = z.int().min(1).max(10_000);
const perDay = z.int().min(0).max(100_000).nullable();
const modes = z.array(z.enum(tutorModes)).max(tutorModes.length);

const spaceFields = z.strictObject({
  enabled: z.boolean().describe('Whether the tutor may be asked'),
  modes: modes.describe('What it may be asked for'),
  questionsPerPersonPerDay: perDay.describe('Of one person in a day (UTC); 0 means none, null means no limit'),
  questionsPerPersonPerMinute: perMinute.describe('Of one person in a minute'),
  questionsPerCoursePerMinute: perMinute.describe('Of all people together about one course, or about help, in a minute'),
  concealPersonalData: z
    .boolean()
    .describe('Whether addresses, numbers of people and their names are replaced before a language model is asked'),
  moderation,
  helpText: text(0, 1000).describe('Where somebody in distress finds help, shown with an alert; when empty, a text of ours'),
  style: z.enum(answerStyles).describe('How long answers are'),
});

const courseFields = z.strictObject({
  enabled: z.boolean().describe('Whether the tutor may be asked about the course'),
  modes: modes.describe('What it may be asked for, of what the space allows'),
  questionsPerPersonPerDay: perDay.describe('Of one person about the course in a day (UTC); null means what the space says'),
  questionsPerPersonPerMinute: perMinute
    .nullable()
    .describe('Of one person about the course in a minute; null means what the space says'),
  questionsPerCoursePerMinute: perMinute
    .nullable()
    .describe('Of all people together about the course in a minute; null means what the space says'),
  concealPersonalData: z.boolean().describe('Whether personal data is replaced although the space does not ask for it'),
  moderation: moderation.describe('Words beside those of the space'),
  style: z.enum(answerStyles).nullable().describe('How long answers are; null means what the space says'),
});

export const spaceTutorSettings = spaceFields
  .extend({ version })
  .meta({ id: 'TutorSettings', description: 'What the tutor may do in the space' });

export type SpaceTutorSettings = z.output<typeof spaceFields>;

export const effectiveTutorSettings = spaceFields.meta({
  id: 'EffectiveTutorSettings',
  description: 'Of the space and of the course what is tighter: what holds for a question about the course',
});

export type EffectiveTutorSettings = z.output<typeof effectiveTutorSettings>;

export const courseTutorSettings = courseFields
  .extend({ effective: effectiveTutorSettings, version })
  .meta({ id: 'CourseTutorSettings', description: 'What the tutor may do in a course: what the space allows, or less' });

export type CourseTutorSettings = z.output<typeof courseFields>;

export const defaultSpaceSettings: SpaceTutorSettings = {
  enabled: true,
  modes: [...tutorModes],
  questionsPerPersonPerDay: 100,
  questionsPerPersonPerMinute: 10,
  questionsPerCoursePerMinute: 120,
  concealPersonalData: false,
  moderation: { blockedWords: [], alertWords: [] },
  helpText: '',
  style: 'usual',
};

export const defaultCourseSettings: CourseTutorSettings = {
  enabled: true,
  modes: [...tutorModes],
  questionsPerPersonPerDay: null,
  questionsPerPersonPerMinute: null,
  questionsPerCoursePerMinute: null,
  concealPersonalData: false,
  moderation: { blockedWords: [], alertWords: [] },
  style: null,
};

const courseParams = z.strictObject({ courseId: id.describe('Id of the course') });

export const getTutorSettings = defineEndpoint('getTutorSettings', 'GET /chat/settings', {
  summary: 'What the tutor may do in the space',
  response: spaceTutorSettings,
});

export const putTutorSettings = defineEndpoint('putTutorSettings', 'PUT /chat/settings', {
  summary: 'Say what the tutor may do in the space; it holds for everybody within five seconds',
  body: spaceFields,
  response: spaceTutorSettings,
  ifMatch: true,
});

export const getCourseTutorSettings = defineEndpoint('getCourseTutorSettings', 'GET /chat/courses/:courseId/settings', {
  summary: 'What the tutor may do in a course, for those who teach it',
  params: courseParams,
  response: courseTutorSettings,
  errors: [courseNotFound],
});

export const putCourseTutorSettings = defineEndpoint('putCourseTutorSettings', 'PUT /chat/courses/:courseId/settings', {
  summary: 'Say what the tutor may do in a course; nothing of it allows more than the space does',
  params: courseParams,
  body: courseFields,
  response: courseTutorSettings,
  errors: [courseNotFound],
  ifMatch: true,
});
