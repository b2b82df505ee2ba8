import { enqueue } from '@lyceum/common/outbox';
import {
  announcementPublishedEvent,
  deleteAnnouncement,
  getAnnouncement,
  listAnnouncements,
  readAnnouncement,
  updateAnnouncement,
} from '@lyceum/contracts/courses/announcement';
import { deleteCohort } from '@lyceum/contracts/courses/cohort';
import { endEnrolment, updateLearner } from '@lyceum/contracts/courses/enrolment';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { buildOtherAuthor } from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import {
  buildCohort,
  buildCourse,
  buildEnrolment,
  buildLearner,
  buildPublishedCourse,
  enrolByTeacher,
  unknownId,
} from '../../../test/factories.ts';
import { announce, listMailed, tryAnnounce } from '../../../test/informing-factories.ts';
import { publishDueAnnouncementsJob, publishDueSchedule } from './publish-due-announcements.job.ts';

const now = '2026-11-20T10:00:00.000Z';
const later = '2026-11-21T10:00:00.000Z';
const day = 86_400_000;

beforeEach(() => service.clock.set(new Date(now)));
afterAll(() => service.clock.reset());

const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
const list = (as: TestActor, courseId: string, query: Record<string, unknown> = {}) =>
  service.call(listAnnouncements, { as, params: { courseId }, query });
const listTitles = async (as: TestActor, courseId: string): Promise<string[]> =>
  (await list(as, courseId)).body.items.map(({ title }: { title: string }) => title);
const get = (as: TestActor, announcementId: string) => service.call(getAnnouncement, { as, params: { announcementId } });
const read = (as: TestActor, announcementId: string) => service.call(readAnnouncement, { as, params: { announcementId } });
const remove = (as: TestActor, announcementId: string) => service.call(deleteAnnouncement, { as, params: { announcementId } });
const update = (
  as: TestActor,
  announcementId: string,
  body: z.input<typeof updateAnnouncement.body>,
  headers: Record<string, string> = {},
) => service.call(updateAnnouncement, { as, params: { announcementId }, body, headers });

const publishDue = async () => {
  await service.rows((db) => enqueue(db, service.context(), publishDueSchedule.job, {}));
  await service.runJobs();
};

const listPublished = async (announcementId: string) =>
  (await service.outbox(announcementPublishedEvent.name)).filter(({ payload }) => payload['announcementId'] === announcementId);

/** A course with a learner and a cohort with another. */
async function buildClass() {
  const course = await buildPublishedCourse();
  const { author, courseId } = course;
  const { id: cohortId } = await buildCohort(author, courseId);
  const { learner } = await buildEnrolment(courseId);
  const member = await buildLearner();
  await enrolByTeacher(author, courseId, { personId: member.id, cohortId });
  return { ...course, cohortId, learner, member };
}

describe('POST /courses/:courseId/announcements', () => {
  it('answers 201 with what is published at once, and publishes it', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { status, body } = await tryAnnounce(author, courseId);
    expect([status, body]).toEqual([
      201,
      {
        ...{ id: body.id, courseId, cohortId: null, title: 'Перенос занятия', text: 'Занятие **завтра**.' },
        ...{ html: '<p>Занятие <strong>завтра</strong>.</p>\n', excerpt: 'Занятие завтра.', status: 'published' },
        ...{ publishAt: now, publishedAt: now, createdBy: author.id, readAt: null, readers: 0, version: 1 },
      },
    ]);
    const [event] = await listPublished(body.id);
    const fields = { announcementId: body.id, courseId, cohortId: null, title: 'Перенос занятия' };
    expect(event?.payload).toEqual({ ...fields, createdBy: author.id, occurredAt: now });
  });

  it('answers a repeat with the same key with the one there is', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const headers = { 'idempotency-key': unknownId };
    const first = await tryAnnounce(author, courseId, {}, headers);
    const second = await tryAnnounce(author, courseId, {}, headers);
    expect(second.body.id).toBe(first.body.id);
    expect(await listTitles(author, courseId)).toHaveLength(1);
  });

  it('takes a moment that is over as at once, and one to come as its time', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const past = await announce(author, courseId, { publishAt: '2020-01-01T00:00:00Z' });
    const future = await announce(author, courseId, { publishAt: later });
    expect([past.status, past.publishAt]).toEqual(['published', now]);
    expect([future.status, future.publishAt, future.publishedAt]).toEqual(['scheduled', later, null]);
    expect(await listPublished(future.id)).toEqual([]);
  });

  it('cleans what somebody hides in text and title', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const script = '<script>alert(1)</script>';
    const text = `${script}<img src=x onerror=alert(1)> [x](javascript:alert(1)) Слово.`;
    const { title, html, excerpt } = await announce(author, courseId, { title: script, text });
    expect(html).not.toMatch(/<script|onerror|href="javascript/);
    expect(title).toBe(script);
    expect(excerpt).toContain('Слово.');
  });

  it('says how a long text begins', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { excerpt } = await announce(author, courseId, { text: '👩 '.repeat(5000) });
    expect(Array.from(excerpt)).toHaveLength(300);
    expect(excerpt.endsWith('…')).toBe(true);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no title', { title: ' ' }, '/body/title'],
    ['a title of 201 characters', { title: 'x'.repeat(201) }, '/body/title'],
    ['no text', { text: '' }, '/body/text'],
    ['a text of 20,001 characters', { text: 'x'.repeat(20_001) }, '/body/text'],
    ['a moment that is none', { publishAt: 'завтра' }, '/body/publishAt'],
    ['a cohort that is no id', { cohortId: 'все' }, '/body/cohortId'],
  ])('answers 400 to %s', async (_, body, pointer) => {
    const { author, courseId } = await buildPublishedCourse();
    const { status, body: answer } = await tryAnnounce(author, courseId, body);
    expect([status, answer.errors]).toMatchObject([400, [{ pointer }]]);
  });

  it('answers 404 to learners, strangers and authors of other courses, and announces nothing', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { learner } = await buildEnrolment(courseId);
    for (const person of [learner, asUser(), await buildOtherAuthor(), asStaff({ space: 'elsewhere' })])
      expect(toCode(await tryAnnounce(person, courseId))).toEqual([404, 'course.not_found']);
    expect(await listTitles(author, courseId)).toEqual([]);
    expect((await tryAnnounce(asStaff(), courseId)).status).toBe(201);
  });

  it('answers 404 to a cohort of another course', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const other = await buildPublishedCourse();
    const { id: cohortId } = await buildCohort(other.author, other.courseId);
    expect(toCode(await tryAnnounce(author, courseId, { cohortId }))).toEqual([404, 'cohort.not_found']);
  });

  it('answers 409 to the one after 500, also of several at once', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { id } = await announce(author, courseId);
    await service.rows((db) =>
      db.query(
        `INSERT INTO announcements (id, course_id, title, text, html, excerpt, status, publish_at, published_at, created_by, readers, version)
         SELECT gen_random_uuid(), course_id, title, text, html, excerpt, status, publish_at, published_at, created_by, 0, 1
         FROM announcements, generate_series(1, 497) WHERE id = $1`,
        [id],
      ),
    );
    const answers = await Promise.all(Array.from({ length: 4 }, () => tryAnnounce(author, courseId)));
    expect(answers.map(toCode).sort()).toEqual([
      [201, undefined],
      [201, undefined],
      [409, 'announcement.too_many'],
      [409, 'announcement.too_many'],
    ]);
  });
});

describe('GET /courses/:courseId/announcements', () => {
  it('answers 200 to authors and staff with all, the newest first, in pages, and how many have read each', async () => {
    const { author, courseId, cohortId, learner } = await buildClass();
    const first = await announce(author, courseId, { title: 'Первое' });
    await read(learner, first.id);
    service.clock.advance(1000);
    await announce(author, courseId, { title: 'Группе', cohortId });
    await announce(author, courseId, { title: 'Завтра', publishAt: later });
    const page = await list(author, courseId, { limit: 2 });
    const { body } = await list(asStaff(), courseId, { limit: 2, cursor: page.body.nextCursor });
    const shown = [...page.body.items, ...body.items].map(({ title, status, readers }) => [title, status, readers]);
    expect(shown).toEqual([
      ['Завтра', 'scheduled', 0],
      ['Группе', 'published', 0],
      ['Первое', 'published', 1],
    ]);
    expect(body.nextCursor).toBeNull();
    expect(page.body.items[0]).not.toHaveProperty('html');
  });

  it('answers 200 to learners with what is published for all or for their cohort', async () => {
    const { author, courseId, cohortId, learner, member } = await buildClass();
    await announce(author, courseId, { title: 'Всем' });
    await announce(author, courseId, { title: 'Группе', cohortId });
    await announce(author, courseId, { title: 'Завтра', publishAt: later });
    expect(await listTitles(learner, courseId)).toEqual(['Всем']);
    expect((await listTitles(member, courseId)).sort()).toEqual(['Всем', 'Группе']);
    const { body } = await list(learner, courseId);
    expect(body.items[0]).toMatchObject({ readers: null, readAt: null });
  });

  it('answers 404 to strangers, to whose enrolment has ended or expired, and of a draft', async () => {
    const { author, courseId, learner } = await buildClass();
    const { learner: left } = await buildEnrolment(courseId);
    await service.call(endEnrolment, { as: author, params: { courseId, personId: left.id } });
    await service.call(updateLearner, { as: author, params: { courseId, personId: learner.id }, body: { expiresAt: now } });
    const { id: draft } = await buildCourse(author);
    for (const person of [left, learner, asUser()])
      expect(toCode(await list(person, courseId))).toEqual([404, 'enrolment.not_found']);
    expect(toCode(await list(learner, draft))).toEqual([404, 'course.not_found']);
    expect((await list(author, draft)).body.items).toEqual([]);
  });
});

describe('GET /courses/announcements/:announcementId', () => {
  it('answers 200 to whom it is for with its text', async () => {
    const { author, courseId, cohortId, member } = await buildClass();
    const { readers, ...announcement } = await announce(author, courseId, { cohortId });
    expect((await get(member, announcement.id)).body).toEqual({ ...announcement, readers: null });
    expect((await get(author, announcement.id)).body).toEqual({ ...announcement, readers });
  });

  it('answers 404 to everybody else, and to all learners before its time', async () => {
    const { author, courseId, cohortId, learner, member } = await buildClass();
    const forCohort = await announce(author, courseId, { cohortId });
    const scheduled = await announce(author, courseId, { publishAt: later });
    const answers = await Promise.all([
      get(learner, forCohort.id),
      get(asUser(), forCohort.id),
      get(await buildOtherAuthor(), forCohort.id),
      get(asAdmin({ space: 'elsewhere' }), forCohort.id),
      get(learner, scheduled.id),
      get(member, scheduled.id),
      get(author, unknownId),
      read(learner, forCohort.id),
      read(learner, scheduled.id),
    ]);
    for (const answer of answers) expect(toCode(answer)).toEqual([404, 'announcement.not_found']);
  });
});

describe('PATCH /courses/announcements/:announcementId', () => {
  it('answers 200 with other words of what is published, and mails nobody again', async () => {
    const { author, courseId, learner } = await buildClass();
    const { id } = await announce(author, courseId);
    await service.runJobs();
    const { status, body } = await update(author, id, { title: 'Отмена', text: 'Занятия *нет*.' });
    expect([status, body]).toMatchObject([200, { title: 'Отмена', html: '<p>Занятия <em>нет</em>.</p>\n', version: 2 }]);
    expect(body.excerpt).toBe('Занятия нет.');
    await service.runJobs();
    expect((await listMailed('announcement', courseId)).filter((person) => person === learner.id)).toHaveLength(1);
    expect(await listPublished(id)).toHaveLength(1);
  });

  it('answers 200 with another time and cohort of what is scheduled, and publishes it at once when asked to', async () => {
    const { author, courseId, cohortId } = await buildClass();
    const { id } = await announce(author, courseId, { publishAt: later });
    const moved = await update(author, id, { publishAt: '2026-11-25T10:00:00Z', cohortId });
    expect(moved.body).toMatchObject({ publishAt: '2026-11-25T10:00:00.000Z', cohortId, status: 'scheduled' });
    const { body } = await update(author, id, { publishAt: null });
    expect(body).toMatchObject({ status: 'published', publishAt: now, publishedAt: now, cohortId });
  });

  it('answers 409 to another time or cohort of what is published', async () => {
    const { author, courseId, cohortId } = await buildClass();
    const { id } = await announce(author, courseId);
    for (const body of [{ publishAt: later }, { publishAt: null }, { cohortId }, { cohortId: null }])
      expect(toCode(await update(author, id, body))).toEqual([409, 'announcement.published']);
  });

  it('answers 412 to whoever read it before it was published and mailed, and is never 304 to them', async () => {
    const { author, courseId } = await buildClass();
    const { id } = await announce(author, courseId, { publishAt: later });
    service.clock.set(new Date(later));
    await publishDueAnnouncementsJob.run({}, service.jobRun());
    expect(toCode(await update(author, id, { title: 'Иначе' }, { 'if-match': '"1"' }))).toEqual([412, 'precondition.failed']);
    const again = await service.call(getAnnouncement, {
      as: author,
      params: { announcementId: id },
      headers: { 'if-none-match': '"2"' },
    });
    expect([again.status, again.body.status, again.headers['etag']]).toEqual([200, 'published', '"2"']);
  });

  it('is for the author of an announcement and of the course, not for others who teach', async () => {
    const { author, courseId } = await buildClass();
    const [one, other] = [asStaff(), asStaff()];
    const { id } = await announce(one, courseId);
    expect(toCode(await update(other, id, { title: 'Чужое' }))).toEqual([404, 'announcement.not_found']);
    expect(toCode(await remove(other, id))).toEqual([404, 'announcement.not_found']);
    for (const as of [one, author]) expect((await update(as, id, { title: 'Наше' })).status).toBe(200);
  });

  it('answers 412 to the second of two who change it at once', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { id } = await announce(author, courseId);
    const answers = await Promise.all(['А', 'Б'].map((title) => update(author, id, { title }, { 'if-match': '"1"' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('answers 400 to a title that is empty, and 404 to a cohort of another course', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { id } = await announce(author, courseId, { publishAt: later });
    expect((await update(author, id, { title: '' })).status).toBe(400);
    expect(toCode(await update(author, id, { cohortId: unknownId }))).toEqual([404, 'cohort.not_found']);
  });

  it('answers 404 to learners and strangers', async () => {
    const { author, courseId, learner } = await buildClass();
    const { id } = await announce(author, courseId);
    for (const person of [learner, asUser(), await buildOtherAuthor()]) {
      expect(toCode(await update(person, id, { title: 'Чужое' }))).toEqual([404, 'announcement.not_found']);
      expect(toCode(await remove(person, id))).toEqual([404, 'announcement.not_found']);
    }
    expect((await get(author, id)).body.title).toBe('Перенос занятия');
  });
});

describe('DELETE /courses/announcements/:announcementId', () => {
  it('answers 204, and the next time 404', async () => {
    const { author, courseId, learner } = await buildClass();
    const { id } = await announce(author, courseId);
    await read(learner, id);
    expect((await remove(author, id)).status).toBe(204);
    expect(toCode(await remove(author, id))).toEqual([404, 'announcement.not_found']);
  });

  it('keeps mails from being sent that are not sent yet', async () => {
    const { author, courseId } = await buildClass();
    const { id } = await announce(author, courseId);
    await remove(author, id);
    await service.runJobs();
    expect(await listMailed('announcement', courseId)).toEqual([]);
  });

  it('comes with its cohort, which nobody was in', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { id: cohortId } = await buildCohort(author, courseId);
    const { id } = await announce(author, courseId, { cohortId });
    await service.call(deleteCohort, { as: author, params: { courseId, cohortId } });
    await service.runJobs();
    expect(toCode(await get(author, id))).toEqual([404, 'announcement.not_found']);
  });
});

describe('PUT /courses/announcements/:announcementId/read', () => {
  it('answers 200 with the first time, and counts a reader once, also when they ask several times at once', async () => {
    const { author, courseId, learner, member } = await buildClass();
    const { id } = await announce(author, courseId);
    await Promise.all(Array.from({ length: 10 }, () => read(learner, id)));
    service.clock.advance(day);
    const { status, body } = await read(learner, id);
    expect([status, body.readAt, body.readers]).toEqual([200, now, null]);
    await read(member, id);
    expect((await get(author, id)).body.readers).toBe(2);
    expect((await list(learner, courseId)).body.items[0].readAt).toBe(now);
    expect((await get(author, id)).body.readAt).toBeNull();
  });

  it('answers 200 or 404 while the announcement is deleted', async () => {
    const { author, courseId, learner, member } = await buildClass();
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const { id } = await announce(author, courseId);
        const [first, , second] = await Promise.all([read(learner, id), remove(author, id), read(member, id)]);
        return [first.status, second.status];
      }),
    );
    for (const status of answers.flat()) expect([200, 404]).toContain(status);
  });

  it('answers 404 to whoever teaches and does not learn, and counts nobody', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { id } = await announce(author, courseId);
    expect(toCode(await read(author, id))).toEqual([404, 'enrolment.not_found']);
    expect((await get(author, id)).body.readers).toBe(0);
  });
});

describe('a scheduled announcement', () => {
  it('is published at its time, once, however many jobs run', async () => {
    const { author, courseId, learner } = await buildClass();
    const { id } = await announce(author, courseId, { publishAt: later });
    await publishDue();
    expect((await get(author, id)).body.status).toBe('scheduled');
    service.clock.advance(day);
    await Promise.all(Array.from({ length: 5 }, () => publishDueAnnouncementsJob.run({}, service.jobRun())));
    await service.runJobs();
    expect((await get(learner, id)).body).toMatchObject({ status: 'published', publishedAt: later });
    expect(await listPublished(id)).toHaveLength(1);
    expect((await listMailed('announcement', courseId)).sort()).toHaveLength(2);
  });

  it('waits for the time it was put off to', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { id } = await announce(author, courseId, { publishAt: later });
    await update(author, id, { publishAt: '2026-11-22T10:00:00Z' });
    service.clock.advance(day);
    await publishDue();
    expect((await get(author, id)).body.status).toBe('scheduled');
    service.clock.advance(day);
    await publishDue();
    expect((await get(author, id)).body.status).toBe('published');
  });

  it('is never published once it is deleted', async () => {
    const { author, courseId } = await buildClass();
    const { id } = await announce(author, courseId, { publishAt: later });
    await remove(author, id);
    service.clock.advance(day);
    await publishDue();
    expect(await listPublished(id)).toEqual([]);
    expect(await listMailed('announcement', courseId)).toEqual([]);
  });

  it('is published once when its author does so while the job runs', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { id } = await announce(author, courseId, { publishAt: later });
    service.clock.advance(day);
    const runs = [1, 2, 3].map(() => publishDueAnnouncementsJob.run({}, service.jobRun()));
    await Promise.all([...runs, update(author, id, { publishAt: null })]);
    expect(await listPublished(id)).toHaveLength(1);
  });
});
