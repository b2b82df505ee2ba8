import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { email, id, line, requestTimestamp, text, timestamp } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { cohortFull, cohortNotFound } from './cohort.ts';
import { courseId, courseNotFound, courseWrongStatus, personNotFound } from './course.ts';

export const enrolments = {
  own: definePermission('enrolments.own', ['user', 'staff', 'admin']),
};

export const enrolmentNotFound = defineProblem('enrolment.not_found', 404, {
  en: 'There is no such enrolment',
  ru: 'Такой записи на курс нет',
});
export const enrolmentClosed = defineProblem('enrolment.closed', 403, {
  en: 'This course takes learners by invitation or code',
  ru: 'На этот курс записывают по приглашению или коду',
});
export const enrolmentPaid = defineProblem('enrolment.paid', 402, {
  en: 'A place in this course is bought',
  ru: 'Место на этом курсе платное',
});
export const enrolmentCodeInvalid = defineProblem('enrolment.code_invalid', 422, {
  en: 'The code is wrong, used up or has expired',
  ru: 'Код неверен, исчерпан или устарел',
});
export const enrolmentExists = defineProblem('enrolment.exists', 409, {
  en: 'This person is enrolled already',
  ru: 'Этот человек уже записан на курс',
});
export const enrolmentEnded = defineProblem('enrolment.ended', 409, {
  en: 'The enrolment was ended by a teacher',
  ru: 'Запись прекращена преподавателем',
});
export const invitationInvalid = defineProblem('invitation.invalid', 422, {
  en: 'The invitation is for another address, was taken back or has expired',
  ru: 'Приглашение выдано на другой адрес, отозвано или устарело',
});
export const invitationNotFound = defineProblem('invitation.not_found', 404, {
  en: 'There is no such invitation',
  ru: 'Такого приглашения нет',
});

export const enrolmentSources = ['self', 'code', 'invitation', 'staff', 'order'] as const;

export const enrolment = z
  .object({
    id: id.describe('Id of the enrolment'),
    courseId: id.describe('Id of the course'),
    personId: id.describe('Id of the learner'),
    cohortId: id.nullable().describe('Id of the cohort; null for who learns without one'),
    source: z.enum(enrolmentSources).describe('How it came about'),
    status: z
      .enum(['active', 'completed', 'ended'])
      .describe('`completed` when all required lessons are finished; `ended` by a teacher or the learner'),
    enrolledAt: timestamp.describe('When'),
    expiresAt: timestamp.nullable().describe('Until when lessons are open; null for ever'),
    completedAt: timestamp.nullable().describe('When the course was finished; null before'),
    timePercent: z.int().describe('How long attempts at quizzes may take, in percent of the time of the quiz'),
  })
  .meta({ id: 'Enrolment', description: 'A person in a course' });

export type Enrolment = z.output<typeof enrolment>;

export const ownEnrolment = enrolment
  .extend({
    title: z.string().describe('Title of the course'),
    coverUrl: z.string().nullable().describe('Address of its picture elsewhere; null when it has none'),
    coverImageId: id.nullable().describe('Id of its picture among the images of the platform; null when it has none'),
    percent: z.int().describe('Share of the required lessons that are finished'),
    lastLessonId: id.nullable().describe('Id of the lesson opened last; null before the first'),
    muted: z.boolean().describe('Whether one gets no mails of the course, but certificates and what becomes of the enrolment'),
    unreadAnnouncements: z
      .int()
      .describe('How many announcements for oneself are not read, of those since one enrolled; 0 when the enrolment is over'),
  })
  .meta({ id: 'OwnEnrolment', description: 'A course one learns in' });

export const learner = enrolment
  .extend({
    name: z.string().describe('Name of the learner'),
    email: z.string().describe('Address of the learner'),
    percent: z.int().describe('Share of the required lessons that are finished'),
    revision: z.int().describe('Number of the revision the learner has'),
    lastLessonId: id.nullable().describe('Id of the lesson opened last; null before the first'),
    lastStudiedAt: timestamp.nullable().describe('When a lesson was opened last; null before the first'),
  })
  .meta({ id: 'Learner', description: 'A learner of a course, as teachers see one' });

export const enrol = defineEndpoint('enrol', 'POST /courses/:courseId/enrol', {
  summary: 'Enrol oneself, with a code where the course wants one; a repeat answers with what there is',
  params: courseId,
  body: z.strictObject({
    code: line(1, 40).optional().describe('Code of the course or of a cohort'),
    cohortId: id.optional().describe('Id of the cohort to learn in'),
  }),
  response: enrolment,
  errors: [
    courseNotFound,
    courseWrongStatus,
    cohortNotFound,
    cohortFull,
    enrolmentClosed,
    enrolmentPaid,
    enrolmentCodeInvalid,
    enrolmentEnded,
  ],
});

export const leaveCourse = defineEndpoint('leaveCourse', 'POST /courses/:courseId/leave', {
  summary: 'End one’s own enrolment; progress stays, and enrolling again goes on with it',
  params: courseId,
  response: enrolment,
  errors: [courseNotFound, enrolmentNotFound],
});

export const listOwnEnrolments = defineEndpoint('listOwnEnrolments', 'GET /courses/enrolments', {
  summary: 'Courses one learns in, the last enrolled first',
  query: pageQuery,
  response: page(ownEnrolment),
});

export const listLearners = defineEndpoint('listLearners', 'GET /courses/:courseId/learners', {
  summary: 'Learners of a course, the last enrolled first, for its authors and staff',
  params: courseId,
  query: pageQuery.extend({ cohortId: id.optional().describe('Learners of this cohort') }),
  response: page(learner),
  errors: [courseNotFound],
});

const expiresAt = requestTimestamp.nullable().default(null).describe('Until when lessons are open; null for ever');

export const enrolPerson = defineEndpoint('enrolPerson', 'POST /courses/:courseId/learners', {
  summary: 'Enrol a person of the space',
  params: courseId,
  body: z.strictObject({
    personId: id.describe('Id of the person'),
    cohortId: id.nullable().default(null).describe('Id of the cohort; null for none'),
    expiresAt,
  }),
  response: enrolment,
  status: 201,
  errors: [courseNotFound, courseWrongStatus, personNotFound, cohortNotFound, cohortFull, enrolmentExists],
});

export const updateLearner = defineEndpoint('updateLearner', 'PATCH /courses/:courseId/learners/:personId', {
  summary: 'Give a learner more time, for the course or in its quizzes, or a seat in another cohort; what is left out stays',
  params: courseId.extend({ personId: id.describe('Id of the learner') }),
  body: z
    .strictObject({
      cohortId: id.nullable().describe('Id of the cohort; null for none'),
      expiresAt: requestTimestamp.nullable().describe('Until when lessons are open; null for ever'),
      timePercent: z
        .int()
        .min(100)
        .max(500)
        .describe('How long attempts at quizzes may take, in percent of the time of the quiz; an attempt that runs gets it too'),
    })
    .partial(),
  response: enrolment,
  errors: [courseNotFound, personNotFound, cohortNotFound, cohortFull, enrolmentEnded],
});

export const endEnrolment = defineEndpoint('endEnrolment', 'POST /courses/:courseId/learners/:personId/end', {
  summary: 'End the enrolment of a person; the seat is free again, progress stays',
  params: courseId.extend({ personId: id.describe('Id of the learner') }),
  response: enrolment,
  errors: [courseNotFound, personNotFound],
});

const importedRow = z
  .object({
    line: z.int().describe('Line of the table'),
    email: z.string().describe('The address, as it was read'),
    outcome: z
      .enum(['enrolled', 'invited', 'exists', 'refused'])
      .describe('`invited` who has no account yet, `exists` who is enrolled or invited already'),
    message: z.string().nullable().describe('Why it was refused, in the language of the caller; null otherwise'),
  })
  .meta({ id: 'ImportedLearner', description: 'What became of a line' });

export const tableInvalid = defineProblem('enrolment.table_invalid', 422, {
  en: 'The table cannot be read',
  ru: 'Таблицу не удаётся прочитать',
});

export const importLearners = defineEndpoint('importLearners', 'POST /courses/:courseId/learners/import', {
  summary: 'Enrol or invite up to 1,000 people by a table; a repeat changes nothing for those who are in it',
  params: courseId,
  body: z.strictObject({
    csv: text(1, 300_000).describe(
      'CSV with a head: `email`, and `cohort` (its name) and `name` (for you alone) if you like, or почта, группа, имя; separated by commas, semicolons or tabs',
    ),
  }),
  response: z.object({ rows: z.array(importedRow).describe('Each line of the table') }),
  errors: [courseNotFound, courseWrongStatus, tableInvalid],
});

const invitation = z
  .object({
    id: id.describe('Id of the invitation'),
    courseId: id.describe('Id of the course'),
    email: z.string().describe('Address it was sent to'),
    cohortId: id.nullable().describe('Id of the cohort; null for none'),
    expiresAt: timestamp.describe('Until when it can be accepted'),
    acceptedAt: timestamp.nullable().describe('When it was accepted; null before'),
    createdAt: timestamp.describe('When it was sent'),
  })
  .meta({ id: 'CourseInvitation', description: 'An invitation into a course' });

const invitationId = courseId.extend({ invitationId: id.describe('Id of the invitation') });

export const createInvitation = defineEndpoint('createInvitation', 'POST /courses/:courseId/invitations', {
  summary: 'Invite an address by mail, for two weeks; who has an account with it accepts with one click',
  params: courseId,
  body: z.strictObject({
    email,
    cohortId: id.nullable().default(null).describe('Id of the cohort; null for none'),
  }),
  response: invitation,
  status: 201,
  errors: [courseNotFound, courseWrongStatus, cohortNotFound, enrolmentExists],
});

export const listInvitations = defineEndpoint('listInvitations', 'GET /courses/:courseId/invitations', {
  summary: 'Invitations of a course, the last first',
  params: courseId,
  query: pageQuery,
  response: page(invitation),
  errors: [courseNotFound],
});

export const revokeInvitation = defineEndpoint('revokeInvitation', 'DELETE /courses/:courseId/invitations/:invitationId', {
  summary: 'Take an invitation back that is not accepted',
  params: invitationId,
  errors: [courseNotFound, invitationNotFound],
});

export const acceptInvitation = defineEndpoint('acceptInvitation', 'POST /courses/invitations/:invitationId/accept', {
  summary: 'Enrol by an invitation to one’s own address; a repeat answers with what there is',
  params: z.strictObject({ invitationId: id.describe('Id of the invitation') }),
  response: enrolment,
  errors: [invitationNotFound, invitationInvalid, cohortFull, courseWrongStatus, enrolmentEnded],
});

const eventFields = z.object({ courseId: id, enrolmentId: id, personId: id, title: z.string(), occurredAt: timestamp });

export const learnerEnrolled = defineEvent(
  'courses.learner-enrolled.v1',
  eventFields.extend({ cohortId: id.nullable(), source: z.enum(enrolmentSources) }),
);

export const enrolmentEndedEvent = defineEvent('courses.enrolment-ended.v1', eventFields);

export const courseCompleted = defineEvent('courses.course-completed.v1', eventFields.extend({ revision: z.int() }));
