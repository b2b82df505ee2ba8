import { enqueue } from '@lyceum/common/outbox';
import { updateAnnouncement } from '@lyceum/contracts/courses/announcement';
import { endEnrolment, updateLearner } from '@lyceum/contracts/courses/enrolment';
import { muteCourse, putMailPreferences } from '@lyceum/contracts/courses/mail-preference';
import { service } from '../../../test/courses-service.ts';
import {
  buildCohort,
  buildEnrolment,
  buildLearner,
  buildPublishedCourse,
  changeLesson,
  enrolByTeacher,
  open,
  opened,
  publish,
  text,
} from '../../../test/factories.ts';
import { announce, fillCourse, listMailed, listMails } from '../../../test/informing-factories.ts';
import { MailingEntity } from '../mailing/mailing.entity.ts';
import { sendMailing } from '../mailing/start-mailing.ts';
import { resumeMailingsJob, resumeMailingsSchedule } from './resume-mailings.job.ts';
import { sendMailingJob } from './send-mailing.job.ts';

const now = '2026-11-20T10:00:00.000Z';
const hour = 3_600_000;

beforeEach(() => service.clock.set(new Date(now)));
afterAll(() => service.clock.reset());

const resume = async () => {
  await service.rows((db) => enqueue(db, service.context(), resumeMailingsSchedule.job, {}));
  return service.runJobs();
};

/** Sends page after page; returns how many runs that took. */
async function sendAll(): Promise<number> {
  for (let runs = 0; ; ) {
    const sent = (await service.runJobs()).filter(({ name }) => name === sendMailing.name).length;
    runs += sent;
    if (sent === 0) return runs;
    service.clock.advance(10_000);
  }
}

describe('mails about an announcement', () => {
  it('reach each active learner of the course once, and nobody else', async () => {
    const { author, courseId } = await buildPublishedCourse({ author: await buildLearner({ roles: ['staff'] }) });
    const { learner } = await buildEnrolment(courseId);
    const [left, expired, muted, unwilling, finished] = await Promise.all(
      Array.from({ length: 5 }, async () => (await buildEnrolment(courseId)).learner),
    );
    if (!left || !expired || !muted || !unwilling || !finished) throw new Error('no learners');
    await service.call(endEnrolment, { as: author, params: { courseId, personId: left.id } });
    await service.call(updateLearner, { as: author, params: { courseId, personId: expired.id }, body: { expiresAt: now } });
    await service.call(muteCourse, { as: muted, params: { courseId } });
    await service.call(putMailPreferences, { as: unwilling, body: { announcements: false } });
    await service.rows((db) =>
      db.query("UPDATE enrolments SET status = 'completed', completed_at = $2 WHERE person_id = $1", [finished.id, now]),
    );
    await announce(author, courseId);
    await service.runJobs();
    expect(await listMailed('announcement', courseId)).toEqual([learner.id]);
  });

  it('reach the cohort it is for', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { id: cohortId } = await buildCohort(author, courseId);
    await buildEnrolment(courseId);
    const member = await buildLearner();
    await enrolByTeacher(author, courseId, { personId: member.id, cohortId });
    await announce(author, courseId, { cohortId });
    await service.runJobs();
    expect(await listMailed('announcement', courseId)).toEqual([member.id]);
  });

  it('say in both languages what it is about, and where such mails are switched off', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { learner } = await buildEnrolment(courseId);
    const { id } = await announce(author, courseId);
    await service.runJobs();
    const [mail] = await listMails('announcement', learner.id);
    const action = { path: `/courses/${courseId}/announcements/${id}` };
    expect(mail?.letters).toEqual({
      en: {
        subject: 'Announcement: Перенос занятия',
        paragraphs: ['There is news in the course “Основы TypeScript”: “Перенос занятия”.', 'Занятие завтра.'],
        action: { label: 'Read the announcement', ...action },
        remarks: [],
        settings: { label: 'Choose which mails you get', path: '/settings/mails' },
      },
      ru: {
        subject: 'Объявление: Перенос занятия',
        paragraphs: ['На курсе «Основы TypeScript» новое объявление: «Перенос занятия».', 'Занятие завтра.'],
        action: { label: 'Прочитать объявление', ...action },
        remarks: [],
        settings: { label: 'Настроить письма', path: '/settings/mails' },
      },
    });
  });

  it('go on where a run was killed, and reach each of 450 learners once', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const people = await fillCourse(courseId, 450);
    const { id: mailingId } = await announce(author, courseId);
    await service.runJobs();
    const run = service.jobRun();
    const killed = sendMailingJob.run(
      { mailingId },
      {
        ...run,
        transact: (work) =>
          run.transact(async (db) => {
            await work(db);
            throw new Error('killed');
          }),
      },
    );
    await expect(killed).rejects.toThrow('killed');
    expect(await listMailed('announcement', courseId)).toHaveLength(200);
    service.clock.advance(10_000);
    await sendAll();
    expect((await listMailed('announcement', courseId)).sort()).toEqual([...people].sort());
  });

  it('reach each learner once when two runs send them at once', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const people = await fillCourse(courseId, 450);
    const { id: mailingId } = await announce(author, courseId);
    await Promise.all([1, 2].map(() => sendMailingJob.run({ mailingId }, service.jobRun())));
    await sendAll();
    expect((await listMailed('announcement', courseId)).sort()).toEqual([...people].sort());
  });

  it('leave time between two pages, in which the mails of others come through', async () => {
    const { author, courseId } = await buildPublishedCourse();
    await fillCourse(courseId, 450);
    await announce(author, courseId);
    const counts: number[] = [];
    for (const seconds of [0, 9, 1, 9, 1]) {
      service.clock.advance(seconds * 1000);
      await service.runJobs();
      counts.push((await listMailed('announcement', courseId)).length);
    }
    expect(counts).toEqual([200, 200, 400, 400, 450]);
  });

  it('are of twenty announcements of a course a day; what is more is published without', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { learner } = await buildEnrolment(courseId);
    for (let count = 0; count < 21; count += 1) await announce(author, courseId);
    await service.runJobs();
    expect(await listMailed('announcement', courseId)).toEqual(Array(20).fill(learner.id));
    service.clock.advance(24 * hour);
    await announce(author, courseId);
    await service.runJobs();
    expect(await listMailed('announcement', courseId)).toHaveLength(21);
  });

  it('reach the few of 10,000 learners who want them, a page of learners in a transaction', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const people = await fillCourse(courseId, 10_000);
    const wanting = people.slice(0, 30);
    await service.rows((db) =>
      db.query(
        `INSERT INTO mail_preferences (person_id, announcements, grades, discussions, reminders, digest)
         SELECT person_id, false, true, true, true, true FROM unnest($1::uuid[]) AS unwilling (person_id)`,
        [people.slice(30)],
      ),
    );
    await announce(author, courseId);
    expect(await sendAll()).toBe(51);
    expect((await listMailed('announcement', courseId)).sort()).toEqual([...wanting].sort());
  });

  it('are sent an hour later when their job was lost, and not when they are sent', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { learner } = await buildEnrolment(courseId);
    const { id } = await announce(author, courseId);
    await service.giveUpJobs();
    await resume();
    expect(await listMailed('announcement', courseId)).toEqual([]);
    service.clock.advance(hour + 1);
    await resume();
    service.clock.advance(hour + 1);
    await resume();
    expect(await listMailed('announcement', courseId)).toEqual([learner.id]);
    service.clock.advance(61 * 24 * hour);
    await resume();
    expect(await service.rows((db) => db.existsBy(MailingEntity, { id }))).toBe(false);
  });

  it('wait in one job, however often it is looked whether they are sent, and are given up after seven days', async () => {
    const { author, courseId } = await buildPublishedCourse();
    await buildEnrolment(courseId);
    const { id } = await announce(author, courseId);
    await service.giveUpJobs();
    service.clock.advance(hour + 1);
    for (const _ of [1, 2]) await resumeMailingsJob.run({}, service.jobRun());
    expect(await service.outbox(sendMailing.name)).toMatchObject([{ payload: { mailingId: id } }]);
    await service.giveUpJobs();
    service.clock.advance(7 * 24 * hour);
    await resume();
    expect(await service.outbox(sendMailing.name)).toEqual([]);
    expect(await listMailed('announcement', courseId)).toEqual([]);
    expect(await service.rows((db) => db.findOneBy(MailingEntity, { id }))).toMatchObject({ finishedAt: service.clock.now() });
  });

  it('have the words the announcement has when they are sent', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { learner } = await buildEnrolment(courseId);
    const { id: announcementId } = await announce(author, courseId);
    await service.call(updateAnnouncement, { as: author, params: { announcementId }, body: { title: 'Верно\u00a0так' } });
    await service.runJobs();
    expect((await listMails('announcement', learner.id)).map(({ letters }) => letters.en.subject)).toEqual([
      'Announcement: Верно так',
    ]);
  });
});

describe('mails about lessons to do again', () => {
  const changed = { title: 'Иначе', content: text('По-новому.'), completion: opened() };

  /** A learner who has finished the first lesson, and one who has not begun. */
  async function buildClass() {
    const course = await buildPublishedCourse();
    const { courseId, lessons } = course;
    const { learner } = await buildEnrolment(courseId);
    const { learner: newcomer } = await buildEnrolment(courseId);
    const [lessonId = ''] = lessons;
    await open(learner, courseId, lessonId);
    return { ...course, learner, newcomer, lessonId };
  }

  it('reach whoever had finished them, once a publication, with what the author says', async () => {
    const { author, courseId, learner, lessonId } = await buildClass();
    await changeLesson(author, courseId, lessonId, changed);
    await publish(author, courseId, { note: 'Новые примеры.', choices: [{ lessonId, choice: 'retake' }] });
    await service.runJobs();
    service.clock.advance(2 * hour);
    await resume();
    expect(await listMailed('lessons-to-retake', courseId)).toEqual([learner.id]);
    const [mail] = await listMails('lessons-to-retake', learner.id);
    expect(mail?.letters.ru).toEqual({
      subject: 'Пройдите ещё раз уроки курса «Основы TypeScript»',
      paragraphs: [
        'Курс «Основы TypeScript» изменился с тех пор, как вы прошли эти уроки, и автор просит пройти их ещё раз: «Иначе».',
        'Что автор говорит об изменениях: Новые примеры.',
      ],
      action: { label: 'Открыть курс', path: `/courses/${courseId}` },
      remarks: [],
      settings: { label: 'Настроить письма', path: '/settings/mails' },
    });
    expect(mail?.letters.en.paragraphs[0]).toMatch(/its author asks you to do them again: “Иначе”\.$/);
  });

  it('tell only of the lessons of their publication', async () => {
    const { author, courseId, learner, lessons, lessonId } = await buildClass();
    await open(learner, courseId, lessons[1] ?? '');
    await service.rows((db) =>
      db.query("UPDATE enrolments SET status = 'active', completed_at = NULL WHERE person_id = $1", [learner.id]),
    );
    for (const [index, id] of [lessonId, lessons[1] ?? ''].entries()) {
      service.clock.advance(1000);
      await changeLesson(author, courseId, id, { ...changed, title: `Иначе ${index}` });
      await publish(author, courseId, { choices: [{ lessonId: id, choice: 'retake' }] });
    }
    await service.runJobs();
    const mails = await listMails('lessons-to-retake', learner.id);
    expect(mails.map(({ letters }) => letters.en.paragraphs[0]?.match(/“Иначе \d”/g))).toEqual([['“Иначе 0”'], ['“Иначе 1”']]);
  });

  it.each<[string, 'keep' | 'migrate' | 'retake', boolean]>([
    ['keeps what there is', 'keep', false],
    ['gives the change alone', 'migrate', false],
    ['asks to do it again, after it was done again', 'retake', true],
  ])('are not sent when a publication %s', async (_, choice, isDone) => {
    const { author, courseId, learner, lessonId } = await buildClass();
    await changeLesson(author, courseId, lessonId, changed);
    await publish(author, courseId, { choices: [{ lessonId, choice }] });
    service.clock.advance(1000);
    if (isDone) await open(learner, courseId, lessonId);
    await service.runJobs();
    expect(await listMailed('lessons-to-retake', courseId)).toEqual([]);
  });

  it('are not sent to whoever has muted the course', async () => {
    const { author, courseId, learner, lessonId } = await buildClass();
    await service.call(muteCourse, { as: learner, params: { courseId } });
    await changeLesson(author, courseId, lessonId, changed);
    await publish(author, courseId, { choices: [{ lessonId, choice: 'retake' }] });
    await service.runJobs();
    expect(await listMailed('lessons-to-retake', courseId)).toEqual([]);
  });
});
