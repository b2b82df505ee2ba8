import { openApi } from '@lyceum/common/run/openapi';
import { defineEndpoint, defineStream, type Endpoint } from '@lyceum/contracts/define/endpoint';
import { definePermission } from '@lyceum/contracts/define/permission';
import { defineProblem } from '@lyceum/contracts/define/problem';
import { id, version } from '@lyceum/contracts/shared/fields';
import { problemDocument } from '@lyceum/contracts/shared/problem-document';
import { contractEndpoints } from '@lyceum/testing/contract-values';
import { z } from 'zod';

const courseNotFound = defineProblem('course.not_found', 404, { en: 'There is no such course', ru: 'Такого курса нет' });
const courseFull = defineProblem('course.full', 409, { en: 'The course is full', ru: 'Мест нет' });
const shape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open') }).meta({ id: 'OpenCourse' }),
  z.strictObject({ kind: z.literal('closed'), seats: z.int().default(5) }).meta({ id: 'ClosedCourse' }),
]);
const course = z.object({ id, shape: shape.meta({ id: 'Shape' }), version }).meta({ id: 'Course', description: 'A course' });
const params = z.strictObject({ id });

const getCourse = defineEndpoint('getCourse', 'GET /users/courses/:id', {
  summary: 'A course',
  params,
  response: course,
  errors: [courseNotFound],
});
const changeCourse = defineEndpoint('changeCourse', 'PUT /users/courses/:id', {
  summary: 'Change a course',
  description: 'All of it.',
  params,
  body: z.strictObject({ shape: course.shape.shape, note: z.string().optional() }),
  response: course,
  errors: [courseNotFound, courseFull],
  idempotent: true,
  ifMatch: true,
});
const countCourses = defineEndpoint('countCourses', 'GET /users/courses-count', {
  summary: 'Count',
  open: true,
  deprecated: { since: '2026-12-01', until: '2027-06-01', successor: '/users/courses' },
});
const watchCourse = defineStream('watchCourse', 'GET /users/courses/:id/events', { summary: 'Watch', params, event: course });
const auditCourse = { ...defineEndpoint('auditCourse', 'POST /users/audit', { summary: 'For services' }), internal: true };

const about = { name: 'users', publicUrl: 'https://school.example' } as const;
const change = definePermission('courses.change', ['staff', 'admin']);
const document = toDocument([
  { endpoint: getCourse, access: 'signed-in' },
  { endpoint: changeCourse, access: change },
  { endpoint: countCourses, access: 'anyone' },
  { endpoint: watchCourse, access: 'signed-in' },
  { endpoint: auditCourse, access: 'signed-in' },
]);
const { components } = document;
const endpoints = await contractEndpoints();
const one = document.paths['/api/v1/users/courses/{id}'];

/** As clients get it. */
function toDocument(routes: Parameters<typeof openApi>[1]) {
  return JSON.parse(JSON.stringify(openApi(about, routes)));
}

/** What an operation may answer with, as statuses and names of components. */
function toFailures({ responses }: { responses: Record<string, { $ref?: string }> }): string[] {
  return Object.entries(responses).flatMap(([status, { $ref }]) => ($ref ? [`${status} ${$ref.split('/').at(-1)}`] : []));
}

const always = ['429 RateLimited', '431 RequestHeadersTooLarge', '500 Internal', '502 UpstreamUnreachable'];
const away = ['503 ServiceUnavailable', '504 UpstreamTimeout'];

describe('an operation', () => {
  it('has the name of its contract, its description and who may call it', () => {
    expect(one.put).toMatchObject({
      operationId: 'changeCourse',
      summary: 'Change a course',
      description: 'All of it.\n\nNeeds the permission `courses.change`, which these roles have: staff, admin.',
      security: [{ bearer: [] }, { password: [] }],
    });
    expect(document.paths['/api/v1/users/courses-count'].get).toMatchObject({
      description: expect.stringContaining('Open to everybody.'),
      security: [],
    });
  });

  it('lists the failures that can occur and no others', () => {
    expect(toFailures(one.get)).toEqual([
      '400 BadRequest',
      '401 Unauthorized',
      '403 SpaceMismatch',
      '404 CourseNotFound',
      ...always,
      ...away,
    ]);
    expect(toFailures(one.put)).toEqual([
      '400 BadRequest',
      '401 Unauthorized',
      '403 Forbidden',
      '404 CourseNotFound',
      '408 RequestTimeout',
      '409 IdempotencyInFlightOrCourseFull',
      '412 PreconditionFailed',
      '413 RequestTooLarge',
      '415 RequestUnsupportedMediaType',
      '422 IdempotencyKeyReused',
      ...always,
      ...away,
    ]);
    expect(toFailures(document.paths['/api/v1/users/courses-count'].get)).toEqual(['400 BadRequest', ...always, ...away]);
    expect(toFailures(document.paths['/api/v1/users/courses/{id}/events'].get)).toContain('429 TooManyRequests');
  });

  it('says what each failure is called and shows it', () => {
    const { content, description, headers } = components.responses.IdempotencyInFlightOrCourseFull;
    const { schema, examples } = content['application/problem+json'];
    expect(schema.allOf[1].properties.code.enum).toEqual(['idempotency.in_flight', 'course.full']);
    expect(description).toContain('`course.full`: The course is full');
    expect(headers).toHaveProperty('Retry-After');
    expect(problemDocument.parse(examples['course.full'].value)).toMatchObject({ code: 'course.full', status: 409 });
  });

  it('takes and gives the headers that its contract is about', () => {
    const names = (list: { $ref?: string }[]) => list.flatMap(({ $ref }) => $ref?.split('/').at(-1) ?? []);
    expect(names(one.put.parameters)).toEqual(['Idempotency-Key', 'If-Match']);
    expect(names(one.get.parameters)).toEqual(['If-None-Match']);
    expect(Object.keys(one.put.responses[200].headers)).toEqual(expect.arrayContaining(['ETag', 'Idempotency-Replayed']));
    expect(one.get.responses).toHaveProperty('304');
    expect(one.put.responses).not.toHaveProperty('304');
    expect(one.get.responses[200].headers).not.toHaveProperty('Idempotency-Replayed');
  });
});

describe('schemas', () => {
  it('are closed in requests and open in answers, by two names where both have one', () => {
    expect(components.schemas.ClosedCourseInput).toMatchObject({ additionalProperties: false, required: ['kind'] });
    expect(components.schemas.ClosedCourse.required).toEqual(['kind', 'seats']);
    expect(components.schemas.ClosedCourse).not.toHaveProperty('additionalProperties');
    expect(components.schemas).not.toHaveProperty('CourseInput');
  });

  it('of alternatives name what tells them apart', () => {
    const mapping = { open: '#/components/schemas/OpenCourse', closed: '#/components/schemas/ClosedCourse' };
    expect(components.schemas.Shape.discriminator).toEqual({ propertyName: 'kind', mapping });
    expect(components.schemas.ShapeInput.discriminator.mapping.open).toBe('#/components/schemas/OpenCourseInput');
  });
});

describe('a document', () => {
  it('says who is to be asked, what may be done with it, and leaves out what services ask each other', () => {
    expect(document.info).toMatchObject({ contact: { url: 'https://school.example' }, license: { name: 'All rights reserved' } });
    expect(Object.keys(document.paths)).not.toContain('/api/v1/users/audit');
  });

  it('refers to what it has, and has what it refers to', () => {
    const references = new Set([...JSON.stringify(document).matchAll(/#\/components\/([\w/.-]+)/g)].map(([, path]) => path));
    const { securitySchemes: _, ...parts } = components;
    const kept = Object.entries<object>(parts).flatMap(([kind, members]) =>
      Object.keys(members).map((name) => `${kind}/${name}`),
    );
    expect(kept.toSorted()).toEqual([...references].toSorted());
  });
});

/** What the document shows of an endpoint. */
function toExamples(endpoint: Endpoint) {
  const { paths, components } = toDocument([{ endpoint, access: endpoint.open ? 'anyone' : 'signed-in' }]);
  const operation = paths[Object.keys(paths)[0] ?? ''][endpoint.method.toLowerCase()];
  type Content = Record<string, { example?: unknown; examples?: Record<string, { $ref: string }> }>;
  const toShown = (content: Content | undefined) => {
    if (!content) return undefined;
    const [{ example, examples = {} } = {}] = Object.values(content);
    const [named] = Object.values(examples);
    return { shown: named ? components.examples[named.$ref.split('/').at(-1) ?? ''].value : example };
  };
  const listParameters = (where: string) =>
    Object.fromEntries(
      operation.parameters
        .filter((parameter: { in?: string }) => parameter.in === where)
        .map(({ name, example }: { name: string; example: unknown }) => [name, example]),
    );
  return {
    path: listParameters('path'),
    query: listParameters('query'),
    body: toShown(operation.requestBody?.content),
    answer: toShown(operation.responses[endpoint.status].content),
  };
}

function findEndpoint(operationId: string): Endpoint {
  const endpoint = [...endpoints.values()].find((endpoint) => endpoint.operationId === operationId);
  if (!endpoint) throw new Error(`there is no ${operationId}`);
  return endpoint;
}

describe('examples of the contracts', () => {
  it.each([...endpoints].filter(([, { internal }]) => !internal))('%s: are valid', (_address, endpoint) => {
    const { path, query, body, answer } = toExamples(endpoint);
    endpoint.params.parse(path);
    endpoint.query.parse(query);
    if (body) endpoint.body.parse(body.shown);
    // A document in JSON shows bytes as a text.
    if (answer && endpoint.produces !== 'application/octet-stream') endpoint.response.parse(answer.shown);
  });

  it.each<[string, object]>([
    ['getAnnouncement', { status: 'published', publishedAt: expect.any(String), readAt: null, readers: 1 }],
    ['getPeerReview', { status: 'done', submittedAt: expect.any(String), expiresAt: null, removedAt: null }],
    ['getPeerReview', { points: 1, maxPoints: 1, percent: 100, scores: [{ criterionId: 'style', points: 1 }] }],
    ['getDiscussion', { status: 'answered', answer: expect.any(Object), replies: 1, followers: 2 }],
  ])('the answer of %s is whole: %j', (name, parts) => {
    expect(toExamples(findEndpoint(name)).answer?.shown).toMatchObject(parts);
  });

  it('the places of `listDiscussions` are of one kind', () => {
    expect(toExamples(findEndpoint('listDiscussions')).query).toMatchObject({ at: 'block', blockId: 'intro' });
  });
});

it('says of an operation that goes away until when it stays and what takes its place', () => {
  const { get } = document.paths['/api/v1/users/courses-count'];
  expect(get).toMatchObject({
    deprecated: true,
    description: expect.stringContaining('May be gone from 2027-06-01 on: use `/users/courses`.'),
  });
  expect(Object.keys(get.responses['204'].headers)).toEqual(expect.arrayContaining(['Deprecation', 'Sunset', 'Link']));
  expect(one.get).not.toHaveProperty('deprecated');
});
