import { randomUUID } from 'node:crypto';
import { defineEndpoint } from '@lyceum/contracts/define/endpoint';
import { defineEvent } from '@lyceum/contracts/define/event';
import { definePermission } from '@lyceum/contracts/define/permission';
import { defineProblem } from '@lyceum/contracts/define/problem';
import { z } from 'zod';
import { contractsHoldTogether } from '../src/rules/contract-rules.ts';

const registry = { courses: { prefixes: ['/courses'], port: 8003 }, users: { prefixes: ['/users'], port: 8006 } };
const notFound = () => defineProblem('course.not_found', 404, { en: 'There is no such course', ru: 'Такого курса нет' });
const courseNotFound = notFound();
const getCourse = defineEndpoint('getCourse', 'GET /courses/:id', {
  summary: 'A course',
  params: z.object({ id: z.uuid() }),
  errors: [courseNotFound],
});
const coursePublished = () => defineEvent('courses.course-published.v1', z.object({ id: z.uuid() }));
const course = () => z.object({ title: z.string() }).meta({ id: 'Course' });
const publish = () => definePermission('courses.publish', ['staff']);

function findings(courses: Record<string, unknown>, users: Record<string, unknown> = {}) {
  const getValues = (file: string, exported: Record<string, unknown>) =>
    Object.entries(exported).map(([name, value]) => ({ file: `packages/contracts/src/${file}.ts`, name, value }));
  return contractsHoldTogether([...getValues('courses/course', courses), ...getValues('users/profile', users)], registry);
}

function messages(courses: Record<string, unknown>, users: Record<string, unknown> = { some: 1 }): string {
  return findings(courses, users)
    .map(({ file, message }) => `${file}: ${message}`)
    .join('\n');
}

it('finds nothing in contracts that hold together', () => {
  const jwks = { ...getCourse, operationId: 'jwks', path: '/.well-known/jwks.json' };
  const courses = { courseNotFound, getCourse, event: coursePublished(), course: course(), courses: { publish: publish() } };
  expect(messages(courses, { jwks, courseNotFound })).toBe('');
});

it('finds a service without contracts', () => {
  expect(findings({ getCourse }).map(({ file }) => file)).toEqual(['packages/contracts/src/users']);
});

it('finds an endpoint that the gateway would send elsewhere', () => {
  expect(messages({}, { getCourse })).toContain('profile.ts: GET /courses/:id is under no prefix of this service');
  expect(messages({ getCourse: { ...getCourse, path: '/coursesandmore' } })).toContain('GET /coursesandmore is under no prefix');
});

it('finds an endpoint that calls itself other than its constant', () => {
  expect(messages({ seeCourse: getCourse })).toContain('course.ts: seeCourse calls itself getCourse');
});

it('finds an open endpoint that the gateway does not know', () => {
  const seeCourse = { ...getCourse, operationId: 'seeCourse', open: true };
  expect(messages({ seeCourse, openEndpoints: [] })).toContain('seeCourse is open, but missing in open-endpoints.ts');
  expect(messages({ seeCourse, openEndpoints: [seeCourse] })).toBe('');
});

it('finds an endpoint that is declared twice, whatever its parameters are called', () => {
  const again = { ...getCourse, operationId: 'again', path: '/courses/:courseId' };
  expect(messages({ getCourse, again })).toContain('course.ts as getCourse already');
});

it.each([
  ['the operation first', () => ({ ...getCourse, operationId: 'first', path: `/courses/${randomUUID()}` })],
  ['the problem course.not_found', notFound],
  ['the event courses.course-published.v1', coursePublished],
  ['the schema Course', course],
  ['the permission courses.publish', () => ({ publish: publish() })],
])('finds %s when two contracts declare it', (identity, declare) => {
  const found = messages({ first: declare() }, { second: declare() });
  expect(found).toContain(`profile.ts: ${identity} is declared in packages/contracts/src/courses/course.ts as first already`);
});

it.each(['users.course-published.v1', 'courses.published.v1', 'courses.course-published', 'courses.course-published.v0'])(
  'finds the event name %s in courses',
  (name) => {
    expect(messages({ published: { ...coursePublished(), name } })).toContain(`the event ${name} is not named`);
  },
);
