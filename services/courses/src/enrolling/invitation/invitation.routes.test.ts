import { archiveCourse } from '@lyceum/contracts/courses/course';
import {
  acceptInvitation,
  createInvitation,
  endEnrolment,
  importLearners,
  learnerEnrolled,
  leaveCourse,
  listInvitations,
  listLearners,
  revokeInvitation,
} from '@lyceum/contracts/courses/enrolment';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import {
  buildCohort,
  buildCourse,
  buildEnrolment,
  buildLearner,
  buildPublishedCourse,
  enrolByTeacher,
  knowPerson,
  type PublishedCourse,
  unknownId,
} from '../../../test/factories.ts';

const now = '2026-11-20T10:00:00.000Z';
const inTwoWeeks = '2026-12-04T10:00:00.000Z';
beforeEach(() => service.clock.set(new Date(now)));
afterEach(() => service.clock.reset());

let guests = 0;

/** An address that nobody has used before. */
function createAddress(): string {
  guests += 1;
  return `guest-${guests}@example.org`;
}

const invite = ({ author: as, courseId }: PublishedCourse, body: { email: string; cohortId?: string }) =>
  service.call(createInvitation, { as, params: { courseId }, body });

async function accept(as: TestActor, invitationId: string) {
  const { status, body } = await service.call(acceptInvitation, { as, params: { invitationId } });
  return status === 200 ? [status, body.source] : [status, body.code];
}

async function list({ author: as, courseId }: PublishedCourse) {
  const { body } = await service.call(listInvitations, { as, params: { courseId } });
  return body.items;
}

/** What is asked to be sent about these invitations. */
async function findMails(...ids: string[]) {
  const mails = (await service.outbox(mailRequested.name)).map(({ payload }) => payload);
  return mails.filter((mail) => ids.some((id) => JSON.stringify(mail).includes(id)));
}

async function buildInvited({ author = asStaff(), cohortId }: { author?: TestActor; cohortId?: string } = {}) {
  const course = await buildPublishedCourse({ author, enrolment: 'closed' });
  const guest = await buildLearner();
  const { body } = await invite(course, { email: `${guest.id}@example.org`, ...(cohortId && { cohortId }) });
  return { course, guest, invitation: body };
}

const importTable = ({ author, courseId }: PublishedCourse, csv: string, as: TestActor = author) =>
  service.call(importLearners, { as, params: { courseId }, body: { csv } });

async function readOutcomes(course: PublishedCourse, csv: string, as?: TestActor) {
  const { status, body } = await importTable(course, csv, as);
  expect(status).toBe(200);
  return body.rows.map(({ line, outcome, message }: Record<string, unknown>) => [line, outcome, message]);
}

const inRussian = ({ author }: PublishedCourse): TestActor => ({ ...author, locale: 'ru' });

async function listAddresses({ author: as, courseId }: PublishedCourse) {
  const request = { as, params: { courseId }, query: { limit: 100 } };
  const learners = await service.call(listLearners, request);
  const invitations = await service.call(listInvitations, request);
  const toEmails = (items: { email: string }[]) => items.map(({ email }) => email).sort();
  return { learners: toEmails(learners.body.items), invited: toEmails(invitations.body.items) };
}

describe('POST /courses/:courseId/invitations', () => {
  it('answers 201 and asks for a mail to the account of whoever has the address', async () => {
    const course = await buildPublishedCourse({ title: 'Типы "и" <классы>' });
    const guest = await buildLearner();
    const { id: cohortId } = await buildCohort(course.author, course.courseId);
    const { status, body } = await invite(course, { email: ` ${guest.id.toUpperCase()}@Example.org `, cohortId });
    expect([status, body]).toEqual([
      201,
      {
        ...{ id: expect.any(String), courseId: course.courseId, email: `${guest.id}@example.org`, cohortId },
        ...{ expiresAt: inTwoWeeks, acceptedAt: null, createdAt: now },
      },
    ]);
    const path = `/courses/invitations/${body.id}`;
    expect(await findMails(body.id)).toMatchObject([
      {
        ...{ kind: 'course-invitation', accountId: guest.id, validUntil: inTwoWeeks },
        letters: {
          en: { subject: 'You are invited to the course “Типы "и" <классы>”', action: { path } },
          ru: { subject: 'Вас приглашают на курс «Типы "и" <классы>»', action: { label: 'Принять приглашение', path } },
        },
      },
    ]);
    expect((await findMails(body.id))[0]).not.toHaveProperty('to');
  });

  it.each(['ru', 'en'] as const)(
    'writes to an address without an account in the language of the course (%s)',
    async (language) => {
      const course = await buildPublishedCourse({ language });
      const email = createAddress();
      const { body } = await invite(course, { email });
      expect(await findMails(body.id)).toMatchObject([{ accountId: body.id, to: { email, locale: language } }]);
    },
  );

  it('invites once more with a new term, by another mail', async () => {
    const course = await buildPublishedCourse();
    const email = createAddress();
    const first = await invite(course, { email });
    service.clock.advance(86_400_000);
    const second = await invite(course, { email });
    expect([second.status, second.body.expiresAt]).toEqual([201, '2026-12-05T10:00:00.000Z']);
    expect(await list(course)).toEqual([second.body]);
    expect(second.body.id).toBe(first.body.id);
    expect(await findMails(first.body.id)).toHaveLength(2);
  });

  it('answers 409 to who is enrolled and in a draft or archived course, and 404 to an unknown cohort', async () => {
    const course = await buildPublishedCourse();
    const { author, courseId } = course;
    const { learner } = await buildEnrolment(courseId);
    const ask = async (target: PublishedCourse, body: { email: string; cohortId?: string }) =>
      (await invite(target, body)).body.code;
    expect(await ask(course, { email: `${learner.id}@example.org` })).toBe('enrolment.exists');
    expect(await ask(course, { email: createAddress(), cohortId: unknownId })).toBe('cohort.not_found');
    const { id: draftId } = await buildCourse(author);
    expect(await ask({ ...course, courseId: draftId }, { email: createAddress() })).toBe('course.wrong_status');
    await service.call(archiveCourse, { as: author, params: { courseId } });
    expect(await ask(course, { email: createAddress() })).toBe('course.wrong_status');
    expect(await list(course)).toEqual([]);
  });

  it.each([
    ['no address', { email: 'anna' }, '/body/email'],
    ['an address of two lines', { email: 'a@example.org\nbcc:b@example.org' }, '/body/email'],
    ['a cohort that is no id', { email: 'a@example.org', cohortId: 'autumn' }, '/body/cohortId'],
  ])('answers 400 to %s', async (_, body, pointer) => {
    const response = await invite(await buildPublishedCourse(), body);
    expect([response.status, response.body.errors]).toMatchObject([400, [{ pointer }]]);
  });
});

describe('GET /courses/:courseId/invitations', () => {
  it('answers 200 with the invitations, the last first, in pages', async () => {
    const course = await buildPublishedCourse();
    const first = await invite(course, { email: createAddress() });
    service.clock.advance(1000);
    const second = await invite(course, { email: createAddress() });
    const request = { as: course.author, params: { courseId: course.courseId } };
    const page = await service.call(listInvitations, { ...request, query: { limit: 1 } });
    expect([page.status, page.body.items]).toEqual([200, [second.body]]);
    const next = await service.call(listInvitations, { ...request, query: { cursor: page.body.nextCursor } });
    expect(next.body).toEqual({ items: [first.body], nextCursor: null });
  });
});

describe('DELETE /courses/:courseId/invitations/:invitationId', () => {
  const revoke = ({ author: as, courseId }: PublishedCourse, invitationId: string) =>
    service.call(revokeInvitation, { as, params: { courseId, invitationId } });

  it('answers 204, then nobody can accept it', async () => {
    const { course, guest, invitation } = await buildInvited();
    expect((await revoke(course, invitation.id)).status).toBe(204);
    expect(await accept(guest, invitation.id)).toEqual([404, 'invitation.not_found']);
    expect(await list(course)).toEqual([]);
  });

  it('answers 404 once it is accepted', async () => {
    const { course, guest, invitation } = await buildInvited();
    await accept(guest, invitation.id);
    expect((await revoke(course, invitation.id)).body.code).toBe('invitation.not_found');
  });
});

describe('POST /courses/invitations/:invitationId/accept', () => {
  it('answers 200 with the enrolment in the cohort, also to a repeat, and publishes it once', async () => {
    const course = await buildPublishedCourse({ enrolment: 'closed', price: { amount: 100, currency: 'RUB' } });
    const { id: cohortId } = await buildCohort(course.author, course.courseId, { seats: 1 });
    const email = createAddress();
    const { body: invitation } = await invite(course, { email, cohortId });
    const guest = await knowPerson(asUser(), { email });
    const request = { as: guest, params: { invitationId: invitation.id } };
    const [first, second] = await Promise.all([service.call(acceptInvitation, request), service.call(acceptInvitation, request)]);
    expect(first.body).toMatchObject({ courseId: course.courseId, personId: guest.id, cohortId, source: 'invitation' });
    expect([first.status, second.status, second.body]).toEqual([200, 200, first.body]);
    expect(await list(course)).toEqual([{ ...invitation, acceptedAt: now }]);
    const events = (await service.outbox(learnerEnrolled.name)).filter(({ payload }) => payload['personId'] === guest.id);
    expect(events).toHaveLength(1);
  });

  it('answers 404 to everybody else, also to the teacher who sent it', async () => {
    const { course, invitation } = await buildInvited();
    for (const person of [await buildLearner(), asUser(), await knowPerson(course.author)])
      expect(await accept(person, invitation.id)).toEqual([404, 'invitation.not_found']);
  });

  it('answers 422 when its term is over or it was used by who left since', async () => {
    const late = await buildInvited();
    const used = await buildInvited();
    await accept(used.guest, used.invitation.id);
    await service.call(leaveCourse, { as: used.guest, params: { courseId: used.course.courseId } });
    expect(await accept(used.guest, used.invitation.id)).toEqual([422, 'invitation.invalid']);
    service.clock.set(new Date(inTwoWeeks));
    expect(await accept(late.guest, late.invitation.id)).toEqual([422, 'invitation.invalid']);
  });

  it('answers 409 when the cohort is full or the course in the archive, and keeps the invitation', async () => {
    const course = await buildPublishedCourse();
    const { author, courseId } = course;
    const { id: cohortId } = await buildCohort(author, courseId, { seats: 1 });
    const guest = await buildLearner();
    const { body: invitation } = await invite(course, { email: `${guest.id}@example.org`, cohortId });
    await enrolByTeacher(author, courseId, { personId: (await buildLearner()).id, cohortId });
    expect(await accept(guest, invitation.id)).toEqual([409, 'cohort.full']);
    await service.call(archiveCourse, { as: author, params: { courseId } });
    expect(await accept(guest, invitation.id)).toEqual([409, 'course.wrong_status']);
    expect(await list(course)).toEqual([invitation]);
  });

  it('answers 409 to who was put out by a teacher', async () => {
    const { course, guest, invitation } = await buildInvited();
    const { author: as, courseId } = course;
    await enrolByTeacher(as, courseId, { personId: guest.id });
    await service.call(endEnrolment, { as, params: { courseId, personId: guest.id } });
    expect(await accept(guest, invitation.id)).toEqual([409, 'enrolment.ended']);
  });

  it('answers 200 to who was put out and invited after that', async () => {
    const { course, guest, invitation } = await buildInvited();
    const { author: as, courseId } = course;
    await accept(guest, invitation.id);
    await service.call(endEnrolment, { as, params: { courseId, personId: guest.id } });
    service.clock.advance(1000);
    const again = await invite(course, { email: `${guest.id}@example.org` });
    expect(await accept(guest, again.body.id)).toEqual([200, 'invitation']);
  });
});

describe('POST /courses/:courseId/learners/import', () => {
  it.each([
    ['commas', ',', '\n'],
    ['semicolons and Windows line ends', ';', '\r\n'],
    ['tabs', '\t', '\n'],
  ])('reads a table with %s, a mark of its encoding and cohorts of Russian names', async (_, mark, end) => {
    const course = await buildPublishedCourse();
    const cohort = await buildCohort(course.author, course.courseId, { name: 'Осень 2026' });
    const learner = await buildLearner();
    const lines = [
      ['Email', 'name', 'Cohort'],
      [`${learner.id}@example.org`, '"Иванов, Иван; младший"', 'Осень 2026'],
      [' Guest@Example.org ', 'Анна'],
    ];
    const table = `\uFEFF${lines.map((cells) => cells.join(mark)).join(end)}${end}`;
    const { status, body } = await importTable(course, table);
    expect([status, body]).toEqual([
      200,
      {
        rows: [
          { line: 2, email: `${learner.id}@example.org`, outcome: 'enrolled', message: null },
          { line: 3, email: 'Guest@Example.org', outcome: 'invited', message: null },
        ],
      },
    ]);
    expect(await listAddresses(course)).toEqual({ learners: [`${learner.id}@example.org`], invited: ['guest@example.org'] });
    const [event] = (await service.outbox(learnerEnrolled.name)).filter(({ payload }) => payload['personId'] === learner.id);
    expect(event?.payload).toMatchObject({ source: 'staff', cohortId: cohort.id });
    expect((await service.outbox(mailRequested.name)).at(-1)?.payload).toMatchObject({ to: { email: 'guest@example.org' } });
  });

  it('reads cells with commas as they are where semicolons separate', async () => {
    const rows = await readOutcomes(await buildPublishedCourse(), 'email;name\nanna@example.org;Иванова, Анна');
    expect(rows).toEqual([[2, 'invited', null]]);
  });

  it('changes nothing when it is sent again', async () => {
    const course = await buildPublishedCourse();
    const learner = await buildLearner();
    const csv = `email\n${learner.id}@example.org\nanna@example.org\nANNA@example.org`;
    expect(await readOutcomes(course, csv)).toEqual([
      [2, 'enrolled', null],
      [3, 'invited', null],
      [4, 'exists', null],
    ]);
    const written = await service.outbox();
    expect((await readOutcomes(course, csv)).map(([, outcome]: string[]) => outcome)).toEqual(['exists', 'exists', 'exists']);
    expect(await service.outbox()).toEqual(written);
  });

  it('brings nobody back who has left or was put out', async () => {
    const course = await buildPublishedCourse();
    const { author: as, courseId } = course;
    const [gone, out] = [(await buildEnrolment(courseId)).learner, (await buildEnrolment(courseId)).learner];
    await service.call(leaveCourse, { as: gone, params: { courseId } });
    await service.call(endEnrolment, { as, params: { courseId, personId: out.id } });
    const csv = ['email', ...[gone, out].map(({ id }) => `${id}@example.org`)].join('\n');
    expect((await readOutcomes(course, csv)).map(([, outcome]: string[]) => outcome)).toEqual(['exists', 'exists']);
    const { body } = await service.call(listLearners, { as, params: { courseId } });
    expect(body.items.map(({ status }: { status: string }) => status)).toEqual(['ended', 'ended']);
  });

  it('enrols and invites once when it is sent ten times at once', async () => {
    const course = await buildPublishedCourse();
    const learner = await buildLearner();
    const guests = Array.from({ length: 10 }, (_, index) => `guest${index}@example.org`);
    const csv = ['email', ...guests, `${learner.id}@example.org`].join('\n');
    const answers = await Promise.all(Array.from({ length: 10 }, () => readOutcomes(course, csv)));
    const first = answers.flat().filter(([, outcome]: string[]) => outcome !== 'exists');
    const lines = first.map(([line, outcome]: unknown[]) => `${String(line).padStart(2, '0')} ${outcome}`).sort();
    const invited = guests.map((_, index) => `${String(index + 2).padStart(2, '0')} invited`);
    expect(lines).toEqual([...invited, '12 enrolled']);
    expect(await listAddresses(course)).toEqual({ learners: [`${learner.id}@example.org`], invited: guests });
  });

  it('tells what is wrong with a line in the language of the reader, and takes the others', async () => {
    const course = await buildPublishedCourse();
    await buildCohort(course.author, course.courseId, { name: 'Осень', seats: 1 });
    const [anna, boris] = [await buildLearner(), await buildLearner()];
    const csv = [
      'cohort,email',
      `Осень,${anna.id}@example.org`,
      `Осень,${boris.id}@example.org`,
      'Весна,vera@example.org',
      ',nobody',
      'Осень',
      '',
      ',gleb@example.org',
    ].join('\n');
    const notAnAddress = { en: 'This is no e-mail address.', ru: 'Это не адрес электронной почты.' };
    expect(await readOutcomes(course, csv)).toEqual([
      [2, 'enrolled', null],
      [3, 'refused', 'The cohort has no free seat'],
      [4, 'refused', 'There is no such cohort'],
      [5, 'refused', notAnAddress.en],
      [6, 'refused', notAnAddress.en],
      [8, 'invited', null],
    ]);
    expect(await readOutcomes(course, csv, inRussian(course))).toEqual([
      [2, 'exists', null],
      [3, 'refused', 'В группе нет свободных мест'],
      [4, 'refused', 'Такой группы нет'],
      [5, 'refused', notAnAddress.ru],
      [6, 'refused', notAnAddress.ru],
      [8, 'exists', null],
    ]);
  });

  it.each([
    ['=cmd|"/C calc"!A0', 'name'],
    ['=HYPERLINK("http://example.org")', 'cohort'],
    ['@SUM(1+1)', 'email'],
  ])('runs no formula: %s as %s is text like any other', async (formula, column) => {
    const course = await buildPublishedCourse();
    const cells = { email: 'anna@example.org', name: '', cohort: '', [column]: `"${formula.replaceAll('"', '""')}"` };
    const csv = `email,name,cohort\n${cells.email},${cells.name},${cells.cohort}`;
    expect((await readOutcomes(course, csv))[0][1]).toBe(column === 'name' ? 'invited' : 'refused');
  });

  const rows = (count: number) => `email${'\nnobody'.repeat(count)}`;

  it('takes 1,000 lines', async () => {
    expect(await readOutcomes(await buildPublishedCourse(), rows(1000))).toHaveLength(1000);
  });

  it.each([
    ['1,001 lines', rows(1001), 'At most 1000 lines at a time.', 'Не больше 1000 строк за один раз.'],
    [
      'no head',
      'anna@example.org\nboris@example.org',
      'The head needs a column named email.',
      'В заголовке нужен столбец с именем email или «почта».',
    ],
    [
      'no head and one line',
      'anna@example.org',
      'The head needs a column named email.',
      'В заголовке нужен столбец с именем email или «почта».',
    ],
    [
      'more cells than the head has',
      'email\nanna@example.org\nboris@example.org,Борис',
      'Line 3: its cells do not fit the head.',
      'Строка 3: ячейки не соответствуют заголовку.',
    ],
    [
      'a quotation mark that is never closed',
      'email\n"anna@example.org',
      'Line 2: its cells do not fit the head.',
      'Строка 2: ячейки не соответствуют заголовку.',
    ],
  ])('answers 422 to a table with %s, says why in both languages and takes nobody', async (_, csv, english, russian) => {
    const course = await buildPublishedCourse();
    const { status, body } = await importTable(course, csv);
    expect([status, body.code, body.detail]).toEqual([422, 'enrolment.table_invalid', english]);
    expect((await importTable(course, csv, inRussian(course))).body.detail).toBe(russian);
    expect(await listAddresses(course)).toEqual({ learners: [], invited: [] });
  });

  it('answers 409 in a draft', async () => {
    const course = await buildPublishedCourse();
    const { id: courseId } = await buildCourse(course.author);
    const { status, body } = await importTable({ ...course, courseId }, 'email\nanna@example.org');
    expect([status, body.code]).toEqual([409, 'course.wrong_status']);
  });

  it.each([
    ['nothing', ' '],
    ['more than 300,000 characters', 'я'.repeat(300_001)],
    ['U+0000', 'email\nanna\u0000@example.org'],
  ])('answers 400 to %s', async (_, csv) => {
    const { status, body } = await importTable(await buildPublishedCourse(), csv);
    expect([status, body.errors]).toMatchObject([400, [{ pointer: '/body/csv' }]]);
  });
});
