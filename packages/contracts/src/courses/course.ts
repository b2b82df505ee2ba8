import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { flag, id, line, locale, matching, text, timestamp, version, webAddress, wholeNumber } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { categoryNotFound } from './category.ts';

export const courses = {
  create: definePermission('courses.create', ['staff', 'admin']),
  read: definePermission('courses.read', ['user', 'staff', 'admin']),
  readAny: definePermission('courses.read-any', ['staff', 'admin']),
  updateAny: definePermission('courses.update-any', ['admin']),
};

export const courseNotFound = defineProblem('course.not_found', 404, {
  en: 'There is no such course',
  ru: 'Такого курса нет',
});
export const courseWrongStatus = defineProblem('course.wrong_status', 409, {
  en: 'The status of the course does not allow this',
  ru: 'Статус курса этого не допускает',
});
export const courseHasLearners = defineProblem('course.has_learners', 409, {
  en: 'People have learnt in the course: archive it',
  ru: 'В курсе уже учились: отправьте его в архив',
});
export const coursePrerequisiteInvalid = defineProblem('course.prerequisite_invalid', 422, {
  en: 'A course cannot require this course',
  ru: 'Этот курс нельзя требовать заранее',
});

export const courseStatuses = ['draft', 'published', 'archived'] as const;

export const courseLevels = ['beginner', 'intermediate', 'advanced'] as const;

const tag = line(1, 50);

const price = z
  .strictObject({
    amount: z.int().min(1).max(1_000_000_000).describe('In the smallest unit of the currency, such as kopecks'),
    currency: matching(/^[A-Z]{3}$/, 3, {
      en: 'A currency such as RUB is needed',
      ru: 'Нужен код валюты из трёх латинских букв',
    }).meta({ description: 'ISO 4217', examples: ['RUB'] }),
  })
  .nullable()
  .describe('What a place costs; null when it is free');

const details = {
  title: line(1, 200).meta({ description: 'Title of the course', examples: ['Основы TypeScript'] }),
  summary: text(0, 500).describe('What it is about, in a sentence or two'),
  description: text(0, 20_000).describe('What a learner should know before enrolling, in Markdown'),
  language: locale.describe('Language it is taught in'),
  level: z.enum(courseLevels).describe('How much learners are expected to know before'),
  categoryId: id.nullable().describe('Id of its category; null when it has none'),
  tags: z.array(tag).max(20).describe('Words to find it by'),
  coverUrl: webAddress(2000).nullable().describe('Address of its picture elsewhere; null when it has none'),
  coverImageId: id
    .nullable()
    .describe('Id of its picture among the images of the platform, which comes first; null when it has none'),
  price,
  enrolment: z
    .enum(['open', 'closed'])
    .describe('Who enrols: everybody of the space (`open`), or those who are invited or have a code (`closed`)'),
  sequential: z.boolean().describe('Whether a lesson opens only when the required ones before it are finished'),
  prerequisites: z.array(id).max(20).describe('Ids of the courses to finish before its first lesson'),
};

const outcome = z.object({
  code: z.string().describe('Code of the outcome'),
  text: z.string().describe('What a graduate can do'),
});

export const courseListItem = z
  .object({
    ...details,
    id: id.describe('Id of the course'),
    ownerId: id.describe('Id of the person who made it'),
    status: z.enum(courseStatuses).describe('`draft` before its first revision, `archived` when nobody enrols any more'),
    revision: z.int().nullable().describe('Number of the revision that newcomers get; null before the first'),
    hours: z.int().nullable().describe('Academic hours of 45 minutes; null when nobody has said'),
    createdAt: timestamp.describe('When it was made'),
    updatedAt: timestamp.describe('When its card was last changed'),
    publishedAt: timestamp.nullable().describe('When its first revision was published; null before'),
    version,
  })
  .omit({ description: true, prerequisites: true })
  .meta({ id: 'CourseListItem', description: 'A course as lists show it' });

export const course = courseListItem
  .extend({
    description: details.description,
    descriptionHtml: z.string().describe('The description as HTML, cleaned on the server'),
    prerequisites: z
      .array(z.object({ id: id.describe('Id of the course'), title: z.string().describe('Its title') }))
      .describe('Courses to finish before its first lesson'),
    authors: z.array(id).describe('Ids of the people who may change it'),
    programId: id.nullable().describe('Id of the programme it was made from; null when it was not'),
    outcomes: z.array(outcome).describe('What the programme leads to'),
  })
  .meta({ id: 'Course', description: 'The card of a course' });

export type Course = z.output<typeof course>;

export const courseId = z.strictObject({ courseId: id.describe('Id of the course') });

export const createCourse = defineEndpoint('createCourse', 'POST /courses', {
  summary: 'Make a course; it is a draft until its first revision is published',
  body: z.strictObject({
    ...details,
    summary: details.summary.default(''),
    description: details.description.default(''),
    level: details.level.default('beginner'),
    categoryId: details.categoryId.default(null),
    tags: details.tags.default([]),
    coverUrl: details.coverUrl.default(null),
    coverImageId: details.coverImageId.default(null),
    price: price.default(null),
    enrolment: details.enrolment.default('open'),
    sequential: details.sequential.default(true),
    prerequisites: details.prerequisites.default([]),
  }),
  response: course,
  status: 201,
  errors: [categoryNotFound, coursePrerequisiteInvalid],
  idempotent: true,
});

export const listCourses = defineEndpoint('listCourses', 'GET /courses', {
  summary: 'Published courses of the space; with `mine`, those one may change, in any status',
  query: pageQuery.extend({
    sort: z
      .enum(['-publishedAt', 'title', '-title', '-createdAt'])
      .default('-publishedAt')
      .describe('Order; `-` in front means descending. Drafts have no `publishedAt`: `mine` is ordered by `createdAt` instead'),
    q: line(1, 200)
      .optional()
      .describe('Words of title, summary, description and tags, Russian or English, in any of their forms'),
    categoryId: id.optional().describe('Courses of this category'),
    tag: tag.optional().describe('Courses with this tag'),
    level: z.enum(courseLevels).optional().describe('Courses of this level'),
    language: locale.optional().describe('Courses in this language'),
    free: flag.optional().describe('`true`: without a price; `false`: with one'),
    hoursFrom: wholeNumber(0, 100_000).optional().describe('Courses of so many hours or more'),
    hoursTo: wholeNumber(0, 100_000).optional().describe('Courses of so many hours or fewer'),
    mine: flag.default(false).describe('Only courses that one may change'),
  }),
  response: page(courseListItem),
});

export const getCourse = defineEndpoint('getCourse', 'GET /courses/:courseId', {
  summary: 'The card of a course',
  params: courseId,
  response: course,
  errors: [courseNotFound],
});

export const updateCourse = defineEndpoint('updateCourse', 'PATCH /courses/:courseId', {
  summary: 'Change the card of a course; what is left out stays',
  params: courseId,
  body: z
    .strictObject({ ...details, hours: z.int().min(0).max(100_000).nullable().describe('Academic hours; null says nothing') })
    .partial(),
  response: course,
  errors: [courseNotFound, categoryNotFound, coursePrerequisiteInvalid],
  ifMatch: true,
});

export const deleteCourse = defineEndpoint('deleteCourse', 'DELETE /courses/:courseId', {
  summary: 'Delete a course in which nobody has ever learnt',
  params: courseId,
  errors: [courseNotFound, courseHasLearners],
  ifMatch: true,
});

export const archiveCourse = defineEndpoint('archiveCourse', 'POST /courses/:courseId/archive', {
  summary: 'Take a published course out of the catalogue; whoever is enrolled goes on',
  params: courseId,
  response: course,
  errors: [courseNotFound, courseWrongStatus],
  ifMatch: true,
});

export const restoreCourse = defineEndpoint('restoreCourse', 'POST /courses/:courseId/restore', {
  summary: 'Put an archived course back into the catalogue',
  params: courseId,
  response: course,
  errors: [courseNotFound, courseWrongStatus],
  ifMatch: true,
});

export const cloneCourse = defineEndpoint('cloneCourse', 'POST /courses/:courseId/clone', {
  summary: 'A draft of one’s own with the card, modules, lessons and banks of a course one may change',
  params: courseId,
  body: z.strictObject({ title: details.title.optional().describe('Title of the copy; that of the original by default') }),
  response: course,
  status: 201,
  errors: [courseNotFound],
  idempotent: true,
});

const authorId = courseId.extend({ personId: id.describe('Id of the person') });

export const courseOwnerStays = defineProblem('course.owner_stays', 409, {
  en: 'The owner of a course stays its author',
  ru: 'Владелец курса остаётся его автором',
});
export const personNotFound = defineProblem('person.not_found', 404, {
  en: 'There is no such person',
  ru: 'Такого человека нет',
});

export const addAuthor = defineEndpoint('addAuthor', 'PUT /courses/:courseId/authors/:personId', {
  summary: 'Let a person change the course',
  params: authorId,
  response: course,
  errors: [courseNotFound, personNotFound],
});

export const removeAuthor = defineEndpoint('removeAuthor', 'DELETE /courses/:courseId/authors/:personId', {
  summary: 'Let a person change the course no more',
  params: authorId,
  response: course,
  errors: [courseNotFound, personNotFound, courseOwnerStays],
});
