import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { definePermission } from '../define/permission.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line, timestamp, version } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';

export const courses = {
  read: definePermission('courses.read', ['user', 'staff', 'admin']),
  manage: definePermission('courses.manage', ['staff', 'admin']),
};

export const courseNotFound = defineProblem('course.not_found', 404, {
  en: 'There is no such course',
  ru: 'Такой записи нет',
});

export const course = z
  .object({
    id,
    title: z.string().describe('Title of the course'),
    version,
    createdAt: timestamp.describe('When it was made'),
  })
  .meta({ id: 'Course', description: 'One course' });

const body = z.strictObject({ title: line(1, 200).describe('Title of the course') });
const params = z.strictObject({ courseId: id.describe('Id of the course') });

export const createCourse = defineEndpoint('createCourse', 'POST /courses', {
  summary: 'Make a course',
  body,
  response: course,
  status: 201,
  idempotent: true,
});

export const listCourses = defineEndpoint('listCourses', 'GET /courses', {
  summary: 'All courses, the newest first',
  query: pageQuery,
  response: page(course),
});

export const getCourse = defineEndpoint('getCourse', 'GET /courses/:courseId', {
  summary: 'One course',
  params,
  response: course,
  errors: [courseNotFound],
});

export const updateCourse = defineEndpoint('updateCourse', 'PUT /courses/:courseId', {
  summary: 'Change a course',
  params,
  body,
  response: course,
  errors: [courseNotFound],
  ifMatch: true,
});

export const deleteCourse = defineEndpoint('deleteCourse', 'DELETE /courses/:courseId', {
  summary: 'Delete a course',
  params,
  errors: [courseNotFound],
  ifMatch: true,
});
