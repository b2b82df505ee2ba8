import { enrol, learnerEnrolled, leaveCourse, listLearners } from '@lyceum/contracts/courses/enrolment';
import { createCode, deleteCode, listCodes } from '@lyceum/contracts/courses/enrolment-code';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { service } from '../../../test/courses-service.ts';
import {
  buildCohort,
  buildLearner,
  buildPublishedCourse,
  enrolByTeacher,
  type PublishedCourse,
} from '../../../test/factories.ts';

const now = '2026-11-20T10:00:00.000Z';
const codeInvalid = [422, 'enrolment.code_invalid'];

beforeEach(() => service.clock.set(new Date(now)));
afterEach(() => service.clock.reset());

type CodeInput = z.input<typeof createCode.body>;

const create = ({ author: as, courseId }: PublishedCourse, body: CodeInput = {}) =>
  service.call(createCode, { as, params: { courseId }, body });

const buildClosedCourse = () => buildPublishedCourse({ enrolment: 'closed' });

async function enrolWith(as: TestActor, { courseId }: PublishedCourse, code: string) {
  const { status, body } = await service.call(enrol, { as, params: { courseId }, body: { code } });
  return status === 200 ? [status, body.source] : [status, body.code];
}

async function countUses({ author: as, courseId }: PublishedCourse): Promise<number[]> {
  const { body } = await service.call(listCodes, { as, params: { courseId } });
  return body.items.map(({ uses }: { uses: number }) => uses);
}

describe('POST /courses/:courseId/codes', () => {
  it('answers 201 with a code of letters and digits that are not mistaken for one another', async () => {
    const course = await buildClosedCourse();
    const { id: cohortId } = await buildCohort(course.author, course.courseId);
    const limits = { cohortId, maxUses: 3, expiresAt: '2026-12-01T00:00:00.000Z' };
    const { status, body } = await create(course, limits);
    expect([status, body]).toEqual([
      201,
      { ...limits, id: expect.any(String), code: expect.stringMatching(/^[2-9A-HJKMNP-Z]{10}$/), uses: 0, createdAt: now },
    ]);
    expect((await create(course)).body).toMatchObject({ cohortId: null, maxUses: null, expiresAt: null });
  });

  it('answers 404 to a cohort of another course', async () => {
    const other = await buildClosedCourse();
    const { id: cohortId } = await buildCohort(other.author, other.courseId);
    const { status, body } = await create(await buildClosedCourse(), { cohortId });
    expect([status, body.code]).toEqual([404, 'cohort.not_found']);
  });

  it.each([
    ['no use', { maxUses: 0 }, '/body/maxUses'],
    ['too many uses', { maxUses: 100_001 }, '/body/maxUses'],
    ['half a use', { maxUses: 1.5 }, '/body/maxUses'],
    ['a cohort that is no id', { cohortId: 'autumn' }, '/body/cohortId'],
    ['a day as the moment it ends', { expiresAt: '2027-01-01' }, '/body/expiresAt'],
  ])('answers 400 to %s', async (_, body, pointer) => {
    const response = await create(await buildClosedCourse(), body);
    expect([response.status, response.body.errors]).toMatchObject([400, [{ pointer }]]);
  });
});

describe('GET /courses/:courseId/codes', () => {
  it('answers 200 with the codes, the last first, to authors and to no teacher or learner who may not hand them out', async () => {
    const course = await buildClosedCourse();
    const first = await create(course);
    service.clock.advance(1000);
    const second = await create(course);
    const params = { courseId: course.courseId };
    const { status, body } = await service.call(listCodes, { as: course.author, params });
    expect([status, body]).toEqual([200, { items: [second.body, first.body], nextCursor: null }]);
    const refused = await service.call(listCodes, { as: asUser(), params });
    expect([refused.status, refused.body.code]).toEqual([404, 'course.not_found']);
  });
});

describe('DELETE /courses/:courseId/codes/:codeId', () => {
  it('answers 204, then the code works no more and who came with it stays', async () => {
    const course = await buildClosedCourse();
    const { body: code } = await create(course);
    const learner = await buildLearner();
    await enrolWith(learner, course, code.code);
    const request = { as: course.author, params: { courseId: course.courseId, codeId: code.id } };
    expect((await service.call(deleteCode, request)).status).toBe(204);
    expect(await enrolWith(await buildLearner(), course, code.code)).toEqual(codeInvalid);
    expect(await enrolWith(learner, course, code.code)).toEqual([200, 'code']);
    expect((await service.call(deleteCode, request)).body.code).toBe('enrolment_code.not_found');
  });
});

describe('POST /courses/:courseId/enrol with a code', () => {
  it.each([
    ['as it was made', (code: string) => code],
    ['in small letters', (code: string) => code.toLowerCase()],
    ['with hyphens', (code: string) => `${code.slice(0, 5)}-${code.slice(5)}`],
    ['with spaces around and within', (code: string) => ` ${code.slice(0, 3)} ${code.slice(3)} `],
  ])('takes it %s and leads into its cohort', async (_, write) => {
    const course = await buildClosedCourse();
    const { id: cohortId } = await buildCohort(course.author, course.courseId);
    const { body: code } = await create(course, { cohortId });
    const params = { courseId: course.courseId };
    const response = await service.call(enrol, { as: await buildLearner(), params, body: { code: write(code.code) } });
    expect([response.status, response.body]).toMatchObject([200, { source: 'code', cohortId }]);
    expect(await countUses(course)).toEqual([1]);
  });

  it('answers 422 to a wrong, used up or expired one, and to one of another course', async () => {
    const course = await buildClosedCourse();
    const once = await create(course, { maxUses: 1 });
    const brief = await create(course, { expiresAt: '2026-11-20T10:01:00Z' });
    const foreign = await create(await buildClosedCourse());
    expect(await enrolWith(await buildLearner(), course, once.body.code)).toEqual([200, 'code']);
    expect(await enrolWith(await buildLearner(), course, brief.body.code)).toEqual([200, 'code']);
    service.clock.advance(60_000);
    for (const { code } of [once.body, brief.body, foreign.body, { code: 'ABCDEFGHJK' }, { code: '-' }])
      expect(await enrolWith(await buildLearner(), course, code)).toEqual(codeInvalid);
    expect(await countUses(course)).toEqual([1, 1]);
  });

  it('counts no use for who is enrolled, for who is refused and for who finds no seat', async () => {
    const course = await buildClosedCourse();
    const { author, courseId } = course;
    const { id: cohortId } = await buildCohort(author, courseId, { seats: 1 });
    const { body: code } = await create(course, { cohortId, maxUses: 1 });
    const learner = await buildLearner();
    await enrolByTeacher(author, courseId, { personId: learner.id, cohortId });
    expect(await enrolWith(learner, course, code.code)).toEqual([200, 'staff']);
    expect(await enrolWith(await buildLearner(), course, code.code)).toEqual([409, 'cohort.full']);
    expect(await countUses(course)).toEqual([0]);
  });

  it('takes back whoever left, with the code or without', async () => {
    const course = await buildClosedCourse();
    const { body: code } = await create(course);
    const learner = await buildLearner();
    await enrolWith(learner, course, code.code);
    const params = { courseId: course.courseId };
    await service.call(leaveCourse, { as: learner, params });
    const withoutCode = await service.call(enrol, { as: learner, params, body: {} });
    expect([withoutCode.status, withoutCode.body.source]).toEqual([200, 'self']);
    await service.call(leaveCourse, { as: learner, params });
    expect(await enrolWith(learner, course, code.code)).toEqual([200, 'code']);
  });

  it('takes 5 of 30 people who use a code for 5 at once', async () => {
    const course = await buildClosedCourse();
    const { body: code } = await create(course, { maxUses: 5 });
    const people = await Promise.all(Array.from({ length: 30 }, () => buildLearner()));
    const answers = await Promise.all(people.map((person) => enrolWith(person, course, code.code)));
    expect(answers.filter(([status]) => status === 200)).toHaveLength(5);
    expect(answers.filter(([status]) => status === 422)).toHaveLength(25);
    const learners = await service.call(listLearners, { as: course.author, params: { courseId: course.courseId } });
    expect(learners.body.items).toHaveLength(5);
    expect(await countUses(course)).toEqual([5]);
  });

  it('counts one use of a person who sends it ten times at once', async () => {
    const course = await buildClosedCourse();
    const { body: code } = await create(course, { maxUses: 10 });
    const learner = await buildLearner();
    const answers = await Promise.all(Array.from({ length: 10 }, () => enrolWith(learner, course, code.code)));
    expect(answers).toEqual(answers.map(() => [200, 'code']));
    expect(await countUses(course)).toEqual([1]);
    const events = (await service.outbox(learnerEnrolled.name)).filter(({ payload }) => payload['personId'] === learner.id);
    expect(events).toHaveLength(1);
  });
});
