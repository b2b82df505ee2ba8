import { defineEndpoint, defineEvent } from '@lyceum/contracts/define';
import { z } from 'zod';
import { contractsHoldTogether } from '../src/rules/contract-rules.ts';

const registry = { courses: { prefixes: ['/courses'], port: 8003 }, users: { prefixes: ['/users'], port: 8006 } };
const problems = { 'course.not_found': { status: 404 } };
const getCourse = defineEndpoint('GET /courses/:id', { summary: 'A course', params: z.object({ id: z.uuid() }) });
const published = defineEvent('courses.course-published.v1', z.object({ id: z.uuid() }));

function messages(courses: Record<string, unknown>, users: Record<string, unknown> = {}): string {
  const findings = contractsHoldTogether({ services: { courses, users }, problems }, registry);
  return findings.map(({ file, message }) => `${file}: ${message}`).join('\n');
}

it('finds nothing in contracts that hold together', () => {
  const jwks = { ...getCourse, path: '/.well-known/jwks.json' };
  expect(messages({ getCourse: { ...getCourse, errors: ['course.not_found'] }, published, course: z.object({}) }, { jwks })).toBe(
    '',
  );
});

it('finds a service without contracts', () => {
  const findings = contractsHoldTogether({ services: { courses: {} }, problems }, registry);
  expect(findings.map(({ file }) => file)).toEqual(['packages/contracts/src/users.ts']);
});

it('finds an endpoint that the gateway would send elsewhere', () => {
  expect(messages({}, { getCourse })).toContain('users.ts: GET /courses/:id is under no prefix of this service');
  expect(messages({ getCourse: { ...getCourse, path: '/coursesandmore' } })).toContain('GET /coursesandmore is under no prefix');
});

it('finds a failure that no problem defines', () => {
  expect(messages({ getCourse: { ...getCourse, errors: ['course.gone'] } })).toContain('declares course.gone');
});

it('finds an endpoint that is declared twice, whatever its parameters are called', () => {
  const again = { ...getCourse, path: '/courses/:courseId' };
  expect(messages({ getCourse, again })).toContain('declared by courses.getCourse already');
});

it.each(['users.course-published.v1', 'courses.published.v1', 'courses.course-published', 'courses.course-published.v0'])(
  'finds the event name %s in courses',
  (name) => {
    expect(messages({ published: { ...published, name } })).toContain(`the event ${name} is not named`);
  },
);
