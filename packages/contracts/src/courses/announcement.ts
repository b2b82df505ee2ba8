import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineEvent } from '../define/event.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line, requestTimestamp, text, timestamp, version } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { cohortNotFound } from './cohort.ts';
import { courseId, courseNotFound } from './course.ts';
import { enrolmentNotFound } from './enrolment.ts';

export const maxAnnouncements = 500;

export const announcementNotFound = defineProblem('announcement.not_found', 404, {
  en: 'There is no such announcement',
  ru: 'Такого объявления нет',
});
export const announcementTooMany = defineProblem('announcement.too_many', 409, {
  en: 'The course has 500 announcements already: delete old ones first',
  ru: 'На курсе уже 500 объявлений: сначала удалите старые',
});
export const announcementPublished = defineProblem('announcement.published', 409, {
  en: 'The announcement is published: only its title and text can be changed',
  ru: 'Объявление опубликовано: изменить можно только заголовок и текст',
});

const fields = {
  title: line(1, 200).meta({ description: 'What it is about', examples: ['Перенос занятия'] }),
  text: text(1, 20_000).describe('What it says, in Markdown'),
  cohortId: id.nullable().describe('Id of the cohort it is for; null for all learners of the course'),
  publishAt: requestTimestamp.nullable().describe('When learners see it; null or a moment that is over means at once'),
};

const announcementItem = z
  .object({
    id: id.describe('Id of the announcement'),
    courseId: id.describe('Id of the course'),
    cohortId: fields.cohortId,
    title: fields.title,
    excerpt: z.string().describe('How its text begins, in one line without markup'),
    status: z
      .enum(['scheduled', 'published'])
      .meta({ description: '`scheduled` until its time has come: learners do not see it', examples: ['published'] }),
    publishAt: timestamp.describe('When it was or will be published, as its author wanted it; lists are in its order'),
    publishedAt: timestamp.nullable().describe('When it was published; null before'),
    createdBy: id.describe('Id of who wrote it'),
    readAt: timestamp.nullable().meta({ description: 'When the caller read it first; null before', examples: [null] }),
    readers: z.int().nullable().describe('How many learners have read it; null for learners'),
    version,
  })
  .meta({ id: 'AnnouncementItem', description: 'An announcement, in a list' });

const announcement = announcementItem
  .extend({
    text: fields.text,
    html: z.string().describe('The text as HTML, cleaned on the server'),
  })
  .meta({ id: 'Announcement', description: 'What those who teach a course tell its learners' });

export type Announcement = z.output<typeof announcement>;

const announcementId = z.strictObject({ announcementId: id.describe('Id of the announcement') });

export const createAnnouncement = defineEndpoint('createAnnouncement', 'POST /courses/:courseId/announcements', {
  summary:
    'Tell the learners of a course or of a cohort something, now or later; active learners get a mail once it is published, of up to 20 a day',
  params: courseId,
  body: z.strictObject({
    ...fields,
    cohortId: fields.cohortId.default(null),
    publishAt: fields.publishAt.default(null),
  }),
  response: announcement,
  status: 201,
  errors: [courseNotFound, cohortNotFound, announcementTooMany],
  idempotent: true,
});

export const listAnnouncements = defineEndpoint('listAnnouncements', 'GET /courses/:courseId/announcements', {
  summary: 'Announcements, the newest first: learners see what is published for them, authors and staff all',
  params: courseId,
  query: pageQuery,
  response: page(announcementItem),
  errors: [courseNotFound, enrolmentNotFound],
});

export const getAnnouncement = defineEndpoint('getAnnouncement', 'GET /courses/announcements/:announcementId', {
  summary: 'An announcement with its text',
  params: announcementId,
  response: announcement,
  errors: [announcementNotFound],
  volatile: true,
});

export const updateAnnouncement = defineEndpoint('updateAnnouncement', 'PATCH /courses/announcements/:announcementId', {
  summary:
    'Change an announcement; what is left out stays. Of a published one title and text alone change, and no mail is sent again',
  params: announcementId,
  body: z.strictObject(fields).partial(),
  response: announcement,
  errors: [announcementNotFound, announcementPublished, cohortNotFound],
  ifMatch: true,
});

export const deleteAnnouncement = defineEndpoint('deleteAnnouncement', 'DELETE /courses/announcements/:announcementId', {
  summary: 'Delete an announcement; mails that are not sent yet are not sent',
  params: announcementId,
  errors: [announcementNotFound],
});

export const readAnnouncement = defineEndpoint('readAnnouncement', 'PUT /courses/announcements/:announcementId/read', {
  summary: 'Note that one has read an announcement as a learner; a repeat changes nothing',
  params: announcementId,
  response: announcement,
  errors: [announcementNotFound, enrolmentNotFound],
});

export const announcementPublishedEvent = defineEvent(
  'courses.announcement-published.v1',
  z.object({
    announcementId: id,
    courseId: id,
    cohortId: id.nullable(),
    title: z.string(),
    createdBy: id,
    occurredAt: timestamp,
  }),
);
