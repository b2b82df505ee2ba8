import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { courseId, courseNotFound } from './course.ts';
import { enrolmentNotFound } from './enrolment.ts';

export const mailPreferenceKinds = ['announcements', 'grades', 'discussions', 'reminders', 'digest'] as const;

/** Kinds of mails of courses that people can switch off. */
export type MailPreferenceKind = (typeof mailPreferenceKinds)[number];

const wanted = z.boolean();

const fields = {
  announcements: wanted.describe('Announcements of courses one learns in, and lessons to do again'),
  grades: wanted.describe('Grades of work one has handed in, and points of attempts that are counted anew'),
  discussions: wanted.describe('Replies in discussions that one follows'),
  reminders: wanted.describe('Deadlines and ends of enrolments that come near, and more time or attempts that one is granted'),
  digest: wanted.describe('What waits each day for those who teach'),
} satisfies Record<MailPreferenceKind, z.ZodBoolean>;

const mailPreferences = z.object(fields).meta({
  id: 'MailPreferences',
  description: 'Which mails of courses a person wants; certificates, invitations and what becomes of enrolments always come',
});

export type MailPreferences = z.output<typeof mailPreferences>;

export const getMailPreferences = defineEndpoint('getMailPreferences', 'GET /courses/mail-preferences', {
  summary: 'Which mails of courses one gets; all before one has chosen',
  response: mailPreferences,
});

export const putMailPreferences = defineEndpoint('putMailPreferences', 'PUT /courses/mail-preferences', {
  summary: 'Choose which mails of courses one gets; what is left out is wanted',
  body: z.strictObject({
    announcements: fields.announcements.default(true),
    grades: fields.grades.default(true),
    discussions: fields.discussions.default(true),
    reminders: fields.reminders.default(true),
    digest: fields.digest.default(true),
  }),
  response: mailPreferences,
});

export const muteCourse = defineEndpoint('muteCourse', 'PUT /courses/:courseId/mute', {
  summary:
    'Get no mails any more of a course one learns in, but certificates and what becomes of the enrolment; a repeat changes nothing',
  params: courseId,
  errors: [courseNotFound, enrolmentNotFound],
});

export const unmuteCourse = defineEndpoint('unmuteCourse', 'DELETE /courses/:courseId/mute', {
  summary: 'Get mails of a course again, as far as one wants such mails; a repeat changes nothing',
  params: courseId,
  errors: [courseNotFound, enrolmentNotFound],
});
