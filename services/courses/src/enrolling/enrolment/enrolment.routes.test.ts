import { readAnnouncement } from '@lyceum/contracts/courses/announcement';
import { listCohorts } from '@lyceum/contracts/courses/cohort';
import { archiveCourse } from '@lyceum/contracts/courses/course';
import {
  type Enrolment,
  endEnrolment,
  enrol,
  enrolmentEndedEvent,
  enrolPerson,
  learnerEnrolled,
  leaveCourse,
  listLearners,
  listOwnEnrolments,
  updateLearner,
} from '@lyceum/contracts/courses/enrolment';
import { createCode } from '@lyceum/contracts/courses/enrolment-code';
import { getOutline } from '@lyceum/contracts/courses/outline';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import {
  buildCohort,
  buildCourse,
  buildEnrolment,
  buildLearner,
  buildLesson,
  buildPublishedCourse,
  enrolByTeacher,
  knowPerson,
  open,
  publish,
  unknownId,
} from '../../../test/factories.ts';
import { announce } from '../../../test/informing-factories.ts';

const now = '2026-11-20T10:00:00.000Z';

beforeEach(() => service.clock.set(new Date(now)));
afterEach(() => service.clock.reset());

const enrolAs = (as: TestActor, courseId: string, body = {}) => service.call(enrol, { as, params: { courseId }, body });
const leave = (as: TestActor, courseId: string) => service.call(leaveCourse, { as, params: { courseId } });

const endAs = (as: TestActor, courseId: string, personId: string) =>
  service.call(endEnrolment, { as, params: { courseId, personId } });

async function countSeats(as: TestActor, courseId: string): Promise<number[]> {
  const { body } = await service.call(listCohorts, { as, params: { courseId } });
  return body.items.map(({ seatsTaken }: { seatsTaken: number }) => seatsTaken);
}

/** What was published of the enrolment, without what every event says of it. */
async function findEvents({ id, courseId, personId }: Enrolment) {
  const events = (await service.outbox()).filter(({ payload }) => payload['enrolmentId'] === id);
  return events.map(({ name, payload: { cohortId, source, ...fields } }) => {
    expect(fields).toEqual({ courseId, enrolmentId: id, personId, title: 'Основы TypeScript', occurredAt: now });
    return name === learnerEnrolled.name ? [name, source, cohortId] : [name];
  });
}

describe('POST /courses/:courseId/enrol', () => {
  it('answers 200 with the enrolment and publishes it', async () => {
    const { courseId } = await buildPublishedCourse();
    const learner = await buildLearner();
    const { status, body } = await enrolAs(learner, courseId);
    expect([status, body]).toEqual([
      200,
      {
        ...{ id: expect.any(String), courseId, personId: learner.id, cohortId: null, source: 'self', status: 'active' },
        ...{ enrolledAt: now, expiresAt: null, completedAt: null, timePercent: 100 },
      },
    ]);
    expect(await findEvents(body)).toEqual([[learnerEnrolled.name, 'self', null]]);
  });

  it('answers the same to a repeat, whatever it says, and publishes nothing more', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const learner = await buildLearner();
    const first = await enrolAs(learner, courseId);
    const { id: cohortId } = await buildCohort(author, courseId);
    for (const body of [{}, { cohortId }, { code: 'WRONG' }]) {
      const { status, body: answer } = await enrolAs(learner, courseId, body);
      expect([status, answer]).toEqual([200, first.body]);
    }
    expect(await findEvents(first.body)).toHaveLength(1);
    expect(await countSeats(author, courseId)).toEqual([0]);
  });

  it('takes a seat of the cohort, of which the last is given once', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { id: cohortId } = await buildCohort(author, courseId, { seats: 1 });
    const first = await enrolAs(await buildLearner(), courseId, { cohortId });
    expect([first.status, first.body.cohortId]).toEqual([200, cohortId]);
    expect(await findEvents(first.body)).toEqual([[learnerEnrolled.name, 'self', cohortId]]);
    const learner = await buildLearner();
    const second = await enrolAs(learner, courseId, { cohortId });
    expect([second.status, second.body.code]).toEqual([409, 'cohort.full']);
    expect((await service.call(listOwnEnrolments, { as: learner })).body.items).toEqual([]);
    expect(await countSeats(author, courseId)).toEqual([1]);
  });

  it.each([
    ['a closed course', { enrolment: 'closed' }, 403, 'enrolment.closed'],
    ['a paid course', { price: { amount: 100_000, currency: 'RUB' } }, 402, 'enrolment.paid'],
  ] as const)('refuses %s, and takes whoever has a code', async (_, details, status, problem) => {
    const { author, courseId } = await buildPublishedCourse(details);
    const refused = await enrolAs(await buildLearner(), courseId);
    expect([refused.status, refused.body.code]).toEqual([status, problem]);
    const code = await service.call(createCode, { as: author, params: { courseId }, body: {} });
    const taken = await enrolAs(await buildLearner(), courseId, { code: code.body.code });
    expect([taken.status, taken.body.source]).toEqual([200, 'code']);
  });

  it('answers 404 to an unknown cohort and to one of another course', async () => {
    const { courseId } = await buildPublishedCourse();
    const other = await buildPublishedCourse();
    for (const cohortId of [unknownId, (await buildCohort(other.author, other.courseId)).id]) {
      const { status, body } = await enrolAs(await buildLearner(), courseId, { cohortId });
      expect([status, body.code]).toEqual([404, 'cohort.not_found']);
    }
  });

  it('answers 409 in a draft and in an archived course, where whoever is in it stays', async () => {
    const author = asStaff();
    const { id: draftId } = await buildCourse(author);
    const { courseId } = await buildPublishedCourse({ author });
    const { learner, enrolment } = await buildEnrolment(courseId);
    await service.call(archiveCourse, { as: author, params: { courseId } });
    for (const id of [draftId, courseId]) {
      const { status, body } = await enrolAs(author, id);
      expect([status, body.code]).toEqual([409, 'course.wrong_status']);
    }
    expect((await enrolAs(learner, courseId)).body).toEqual(enrolment);
  });

  it.each([
    ['an empty code', { code: ' ' }, '/body/code'],
    ['a code that is too long', { code: 'A'.repeat(41) }, '/body/code'],
    ['a cohort that is no id', { cohortId: 'autumn' }, '/body/cohortId'],
    ['what is not asked', { personId: unknownId }, '/body'],
  ])('answers 400 to %s', async (_, body, pointer) => {
    const { courseId } = await buildPublishedCourse();
    const response = await enrolAs(await buildLearner(), courseId, body);
    expect([response.status, response.body.errors]).toMatchObject([400, [{ pointer }]]);
  });
});

describe('POST /courses/:courseId/leave', () => {
  it('ends the enrolment and frees the seat; who comes back has their progress and no second enrolment', async () => {
    const { author, courseId, lessons } = await buildPublishedCourse();
    const { id: cohortId } = await buildCohort(author, courseId, { seats: 1 });
    const learner = await buildLearner();
    const { body: enrolment } = await enrolAs(learner, courseId, { cohortId });
    await open(learner, courseId, lessons[0] ?? '');
    for (const response of [await leave(learner, courseId), await leave(learner, courseId)])
      expect([response.status, response.body]).toEqual([200, { ...enrolment, status: 'ended' }]);
    expect(await countSeats(author, courseId)).toEqual([0]);

    service.clock.advance(86_400_000);
    const back = await enrolAs(learner, courseId, { cohortId });
    expect([back.status, back.body]).toEqual([200, enrolment]);
    service.clock.set(new Date(now));
    const outline = await service.call(getOutline, { as: learner, params: { courseId } });
    expect(outline.body).toMatchObject({ percent: 50, enrolmentId: enrolment.id, resume: lessons[1] });
    expect(await countSeats(author, courseId)).toEqual([1]);
    const names = (await service.outbox())
      .filter(({ name, payload }) => payload['enrolmentId'] === enrolment.id && !name.includes('lesson'))
      .map(({ name }) => name);
    expect(names).toEqual([learnerEnrolled.name, enrolmentEndedEvent.name, learnerEnrolled.name]);
  });

  it('leaves whoever comes back in their cohort, whichever they ask for', async () => {
    const { author, courseId } = await buildPublishedCourse({ price: { amount: 990_00, currency: 'RUB' } });
    const [own, other] = [await buildCohort(author, courseId), await buildCohort(author, courseId)];
    for (const cohortId of [own.id, null]) {
      const learner = await buildLearner();
      await enrolByTeacher(author, courseId, { personId: learner.id, cohortId });
      await leave(learner, courseId);
      const { status, body } = await service.call(enrol, { as: learner, params: { courseId }, body: { cohortId: other.id } });
      expect([status, body.cohortId]).toEqual([200, cohortId]);
    }
  });

  it('keeps a finished course finished for whoever comes back', async () => {
    const { courseId, lessons } = await buildPublishedCourse({ lessons: [{}] });
    const { learner, enrolment } = await buildEnrolment(courseId);
    await open(learner, courseId, lessons[0] ?? '');
    await leave(learner, courseId);
    expect((await enrolAs(learner, courseId)).body).toEqual({ ...enrolment, status: 'completed', completedAt: now });
  });

  it('answers 404 to who was never in the course', async () => {
    const { courseId } = await buildPublishedCourse();
    const { status, body } = await leave(await buildLearner(), courseId);
    expect([status, body.code]).toEqual([404, 'enrolment.not_found']);
  });
});

describe('GET /courses/enrolments', () => {
  it('answers 200 with the courses one learns in, the last enrolled first, in pages', async () => {
    const first = await buildPublishedCourse({ coverUrl: 'https://example.org/1.png' });
    const second = await buildPublishedCourse({ title: 'Логика' });
    const { learner, enrolment } = await buildEnrolment(first.courseId);
    await open(learner, first.courseId, first.lessons[0] ?? '');
    service.clock.advance(1000);
    const { enrolment: later } = await buildEnrolment(second.courseId, learner);
    await buildEnrolment(second.courseId);
    const page = await service.call(listOwnEnrolments, { as: learner, query: { limit: 1 } });
    expect(page.body.items).toEqual([
      {
        ...later,
        title: 'Логика',
        coverUrl: null,
        coverImageId: null,
        percent: 0,
        lastLessonId: null,
        muted: false,
        unreadAnnouncements: 0,
      },
    ]);
    const next = await service.call(listOwnEnrolments, { as: learner, query: { cursor: page.body.nextCursor } });
    const card = { title: 'Основы TypeScript', coverUrl: 'https://example.org/1.png', coverImageId: null };
    expect(next.body).toEqual({
      items: [{ ...enrolment, ...card, percent: 50, lastLessonId: first.lessons[0], muted: false, unreadAnnouncements: 0 }],
      nextCursor: null,
    });
  });

  it('counts what is announced to the learner since they enrolled and is not read, while the enrolment lasts', async () => {
    const { author, courseId } = await buildPublishedCourse();
    await announce(author, courseId);
    service.clock.advance(1000);
    const { learner } = await buildEnrolment(courseId);
    const member = await buildLearner();
    const { id: cohortId } = await buildCohort(author, courseId);
    await enrolByTeacher(author, courseId, { personId: member.id, cohortId });
    const { learner: left } = await buildEnrolment(courseId);
    const { id: announcementId } = await announce(author, courseId);
    await announce(author, courseId, { cohortId });
    await announce(author, courseId, { publishAt: '2999-01-01T00:00:00Z' });
    await buildEnrolment((await buildPublishedCourse()).courseId, learner);
    const count = async (as: TestActor) =>
      (await service.call(listOwnEnrolments, { as })).body.items.map(
        ({ unreadAnnouncements }: { unreadAnnouncements: number }) => unreadAnnouncements,
      );
    expect([await count(learner), await count(member), await count(left)]).toEqual([[0, 1], [2], [1]]);
    await service.call(readAnnouncement, { as: learner, params: { announcementId } });
    await service.call(leaveCourse, { as: left, params: { courseId } });
    const params = { courseId, personId: member.id };
    await service.call(updateLearner, { as: author, params, body: { expiresAt: service.clock.now().toISOString() } });
    expect([await count(learner), await count(member), await count(left)]).toEqual([[0, 0], [0], [0]]);
  });
});

describe('GET /courses/:courseId/learners', () => {
  it('answers 200 with names, percent and revision of the learners, and of one cohort alone', async () => {
    const { author, courseId, moduleId, lessons } = await buildPublishedCourse();
    const anna = await buildLearner();
    const boris = await knowPerson(asUser(), { name: 'Борис', email: 'boris@example.org' });
    const { enrolment } = await buildEnrolment(courseId, anna);
    for (const lessonId of lessons) await open(anna, courseId, lessonId);
    await buildLesson(author, courseId, { moduleId, title: 'Ещё один' });
    await publish(author, courseId);
    service.clock.advance(1000);
    const { id: cohortId } = await buildCohort(author, courseId);
    const later = await enrolByTeacher(author, courseId, { personId: boris.id, cohortId });
    const { status, body } = await service.call(listLearners, { as: author, params: { courseId } });
    const ofBoris = {
      ...later,
      name: 'Борис',
      email: 'boris@example.org',
      percent: 0,
      revision: 2,
      lastLessonId: null,
      lastStudiedAt: null,
    };
    const ofAnna = {
      ...enrolment,
      name: 'Анна',
      email: `${anna.id}@example.org`,
      percent: 100,
      revision: 1,
      lastLessonId: expect.any(String),
      lastStudiedAt: now,
    };
    expect([status, body.items]).toEqual([200, [ofBoris, { ...ofAnna, status: 'completed', completedAt: now }]]);
    const ofCohort = await service.call(listLearners, { as: asStaff(), params: { courseId }, query: { cohortId } });
    expect(ofCohort.body).toEqual({ items: [ofBoris], nextCursor: null });
  });
});

describe('POST /courses/:courseId/learners', () => {
  it('answers 201 with the enrolment of a person in a closed, paid course', async () => {
    const price = { amount: 100, currency: 'RUB' };
    const { author, courseId } = await buildPublishedCourse({ enrolment: 'closed', price });
    const { id: personId } = await buildLearner();
    const { id: cohortId } = await buildCohort(author, courseId);
    const expiresAt = '2027-01-01T00:00:00.000Z';
    const request = { as: author, params: { courseId }, body: { personId, cohortId, expiresAt } };
    const { status, body } = await service.call(enrolPerson, request);
    expect([status, body]).toMatchObject([201, { courseId, personId, cohortId, expiresAt, source: 'staff', status: 'active' }]);
    expect(await findEvents(body)).toEqual([[learnerEnrolled.name, 'staff', cohortId]]);
    const repeat = await service.call(enrolPerson, request);
    expect([repeat.status, repeat.body.code]).toEqual([409, 'enrolment.exists']);
  });

  it('answers 404 to an unknown person and cohort, and 409 where the cohort is full or the course a draft', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { id: personId } = await buildLearner();
    const { id: cohortId } = await buildCohort(author, courseId, { seats: 1 });
    await enrolByTeacher(author, courseId, { personId: (await buildLearner()).id, cohortId });
    const { id: draftId } = await buildCourse(author);
    const ask = async (id: string, body: { personId: string; cohortId?: string }) => {
      const response = await service.call(enrolPerson, { as: author, params: { courseId: id }, body });
      return [response.status, response.body.code];
    };
    expect(await ask(courseId, { personId: unknownId })).toEqual([404, 'person.not_found']);
    expect(await ask(courseId, { personId, cohortId: unknownId })).toEqual([404, 'cohort.not_found']);
    expect(await ask(courseId, { personId, cohortId })).toEqual([409, 'cohort.full']);
    expect(await ask(draftId, { personId })).toEqual([409, 'course.wrong_status']);
  });

  it.each([
    ['no person', {}, '/body/personId'],
    ['a person who is no id', { personId: 'anna' }, '/body/personId'],
    ['a cohort that is no id', { personId: unknownId, cohortId: 'autumn' }, '/body/cohortId'],
    ['a day as the moment it ends', { personId: unknownId, expiresAt: '2027-01-01' }, '/body/expiresAt'],
  ])('answers 400 to %s', async (_, body, pointer) => {
    const { author, courseId } = await buildPublishedCourse();
    const request = service.http.post(`/api/v1/courses/${courseId}/learners`);
    const response = await request.set('authorization', `Bearer ${service.token(author)}`).send(body);
    expect([response.status, response.body.errors]).toMatchObject([400, [{ pointer }]]);
  });
});

describe('POST /courses/:courseId/learners/:personId/end', () => {
  it('ends the enrolment for good, but for a teacher who wants the person back', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { learner, enrolment } = await buildEnrolment(courseId);
    const { status, body } = await endAs(author, courseId, learner.id);
    expect([status, body]).toEqual([200, { ...enrolment, status: 'ended' }]);
    await leave(learner, courseId);
    const refused = await enrolAs(learner, courseId);
    expect([refused.status, refused.body.code]).toEqual([409, 'enrolment.ended']);
    const back = await enrolByTeacher(author, courseId, { personId: learner.id });
    expect(back).toEqual({ ...enrolment, source: 'staff' });
    expect((await findEvents(enrolment)).map(([name]) => name)).toEqual([
      learnerEnrolled.name,
      enrolmentEndedEvent.name,
      learnerEnrolled.name,
    ]);
  });

  it('keeps out whoever left before, and publishes nothing more', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { learner, enrolment } = await buildEnrolment(courseId);
    await leave(learner, courseId);
    expect((await endAs(author, courseId, learner.id)).status).toBe(200);
    expect((await enrolAs(learner, courseId)).body.code).toBe('enrolment.ended');
    expect(await findEvents(enrolment)).toHaveLength(2);
  });
});
