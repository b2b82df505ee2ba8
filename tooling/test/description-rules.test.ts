import { defineEndpoint } from '@lyceum/contracts/define/endpoint';
import { z } from 'zod';
import { contractsAreDescribed } from '../src/rules/description-rules.ts';

const file = 'packages/contracts/src/courses/course.ts';
const described = z.string().describe('Said');

function messages(parts: Parameters<typeof defineEndpoint>[2]): string[] {
  const getCourse = defineEndpoint('getCourse', 'POST /courses/:id', parts);
  return contractsAreDescribed([{ file, name: 'getCourse', value: getCourse }]).map(({ message }) => message);
}

it('finds nothing where everything is described', () => {
  const course = z.object({ title: described, by: described.nullable() }).meta({ id: 'Course', description: 'A course' });
  const params = z.object({ id: described });
  expect(messages({ summary: 'A course', params, response: z.object({ items: z.array(course).describe('All') }) })).toEqual([]);
});

it.each([
  ['the summary', { summary: '' }],
  ['parameter.id', { summary: 'A course', params: z.object({ id: z.string() }) }],
  ['parameter.from', { summary: 'A course', query: z.object({ from: z.string().optional() }) }],
  ['body.title', { summary: 'A course', body: z.object({ title: z.string() }) }],
  [
    'body.parts.title',
    { summary: 'A course', body: z.object({ parts: z.array(z.object({ title: z.string() })).describe('All') }) },
  ],
  [
    'response.by.name',
    { summary: 'A course', response: z.object({ by: z.object({ name: z.string() }).nullable().describe('Who') }) },
  ],
  ['the schema Course', { summary: 'A course', response: z.object({ course: z.object({}).meta({ id: 'Course' }) }) }],
])('finds %s without a description', (place, parts) => {
  expect(messages(parts)).toEqual([`${place} of getCourse has no description: add .describe()`]);
});

it('names what many operations share once', () => {
  const course = z.object({ title: z.string() }).meta({ id: 'Course', description: 'A course' });
  const endpoints = ['getCourse', 'copyCourse'].map((name) => ({
    file,
    name,
    value: defineEndpoint(name, `GET /courses/${name}`, { summary: 'A course', response: z.object({ of: course }) }),
  }));
  expect(contractsAreDescribed(endpoints)).toHaveLength(1);
});
