import { enqueue } from '@lyceum/common/outbox';
import { addAuthor } from '@lyceum/contracts/courses/course';
import { putMailPreferences } from '@lyceum/contracts/courses/mail-preference';
import { profileUpdated } from '@lyceum/contracts/users/profile';
import { asStaff } from '@lyceum/testing/actors';
import { buildAssignment, grade, handIn } from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import { accept, buildDiscussion, buildReply, buildTalk } from '../../../test/discussion-factories.ts';
import { buildEnrolment, buildLearner, knowPerson } from '../../../test/factories.ts';
import { listMails } from '../../../test/informing-factories.ts';
import { sendDigestsJob, sendDigestsSchedule } from './send-digests.job.ts';

const hour = 3_600_000;

/** The afternoon before. */
beforeEach(() => service.clock.set(new Date('2026-11-20T15:00:00.000Z')));
afterAll(() => service.clock.reset());

async function sendAt(moment: string) {
  service.clock.set(new Date(moment));
  await service.rows((db) => enqueue(db, service.context(), sendDigestsSchedule.job, {}));
  return service.runJobs();
}

const countMails = async (accountId: string) => (await listMails('digest', accountId)).length;

describe('the digest for those who teach', () => {
  it('says once a day at six how many works wait, since when, and in which courses', async () => {
    const author = asStaff();
    const { courseId, learner, params } = await buildAssignment({}, { author });
    await handIn(learner, params);
    service.clock.advance(hour);
    const { learner: another } = await buildEnrolment(courseId);
    await handIn(another, params);
    const other = await buildAssignment({}, { author });
    await handIn(other.learner, other.params);
    for (const moment of ['05:59', '06:01', '07:01', '12:01']) await sendAt(`2026-11-21T${moment}:00.000Z`);
    const [mail, ...others] = await listMails('digest', author.id);
    expect(others).toEqual([]);
    expect(mail?.letters).toEqual({
      en: {
        subject: 'What waits for you in your courses',
        paragraphs: [
          '“Основы TypeScript”: 2 works wait for a grade, the oldest since 20 November 2026 at 15:00 (UTC).',
          '“Основы TypeScript”: 1 work waits for a grade, since 20 November 2026 at 16:00 (UTC).',
        ],
        action: { label: 'Open the first of these courses', path: `/courses/${courseId}/submissions` },
        remarks: [],
        settings: { label: 'Choose which mails you get', path: '/settings/mails' },
      },
      ru: {
        subject: 'Что ждёт вас на ваших курсах',
        paragraphs: [
          '«Основы TypeScript»: 2 работы ждут оценки, самая ранняя — с 20 ноября 2026 г. в 15:00 (UTC).',
          '«Основы TypeScript»: 1 работа ждёт оценки с 20 ноября 2026 г. в 16:00 (UTC).',
        ],
        action: { label: 'Открыть первый из этих курсов', path: `/courses/${courseId}/submissions` },
        remarks: [],
        settings: { label: 'Настроить письма', path: '/settings/mails' },
      },
    });
    await sendAt('2026-11-22T06:00:00.000Z');
    expect(await countMails(author.id)).toBe(2);
  });

  it('says what is asked in lessons and has no answer, by the clock of the author', async () => {
    const { author, asker, inText } = await buildTalk();
    await service.deliver(profileUpdated, {
      ...{ accountId: (await knowPerson(author)).id, name: 'Анна', locale: 'ru', timeZone: 'Asia/Yekaterinburg' },
      ...{ version: 2, occurredAt: '2026-11-20T15:00:00.000Z' },
    });
    await buildDiscussion(asker, inText);
    await accept(author, (await buildReply(author, (await buildDiscussion(asker, inText)).id)).id);
    await sendAt('2026-11-21T06:00:00.000Z');
    const [mail] = await listMails('digest', author.id);
    expect(mail?.letters.ru).toMatchObject({
      paragraphs: ['«Основы TypeScript»: 1 обсуждение ждёт ответа с 20 ноября 2026 г. в 20:00 (UTC+05:00).'],
      action: { path: `/courses/${inText.courseId}/discussions` },
    });
  });

  it('leaves out discussions in which a teacher has spoken last, and tells since when others wait again', async () => {
    const { author, asker, other, inText, inVideo } = await buildTalk();
    const { id } = await buildDiscussion(asker, inText);
    await buildReply(other, id);
    await buildReply(author, id);
    await sendAt('2026-11-21T06:00:00.000Z');
    expect(await countMails(author.id)).toBe(0);
    service.clock.set(new Date('2026-11-21T15:00:00.000Z'));
    await buildReply(asker, id);
    service.clock.advance(hour);
    await buildReply(other, id);
    await buildDiscussion(asker, inVideo);
    await sendAt('2026-11-22T06:00:00.000Z');
    const [mail] = await listMails('digest', author.id);
    expect(mail?.letters.en.paragraphs).toEqual([
      '“Основы TypeScript”: 2 discussions wait for an answer, the oldest since 21 November 2026 at 15:00 (UTC).',
    ]);
  });

  it('comes later in the morning when something kept it at six, and not at night', async () => {
    const { author, learner, params } = await buildAssignment();
    await handIn(learner, params);
    await sendAt('2026-11-21T00:30:00.000Z');
    await sendAt('2026-11-20T18:00:00.000Z');
    expect(await countMails(author.id)).toBe(0);
    await sendAt('2026-11-21T10:30:00.000Z');
    expect(await countMails(author.id)).toBe(1);
  });

  it('is not sent where nothing waits, or nothing did at six', async () => {
    const { author, learner, params } = await buildAssignment();
    await grade(author, await handIn(learner, params));
    const idle = await buildAssignment();
    const late = await buildAssignment();
    service.clock.set(new Date('2026-11-21T06:30:00.000Z'));
    await handIn(late.learner, late.params);
    await sendAt('2026-11-21T07:00:00.000Z');
    expect(await Promise.all([author, idle.author, late.author].map(({ id }) => countMails(id)))).toEqual([0, 0, 0]);
  });

  it('goes to each author of a course who wants it, once when two jobs run', async () => {
    const { author, courseId, learner, params } = await buildAssignment();
    const [second, unwilling] = await Promise.all([buildLearner(), buildLearner()]);
    for (const { id: personId } of [second, unwilling])
      await service.call(addAuthor, { as: author, params: { courseId, personId } });
    await service.call(putMailPreferences, { as: unwilling, body: { digest: false } });
    await handIn(learner, params);
    service.clock.set(new Date('2026-11-21T06:00:00.000Z'));
    await Promise.all([1, 2, 3].map(() => sendDigestsJob.run({}, service.jobRun())));
    const people = [author, second, unwilling, learner];
    expect(await Promise.all(people.map(({ id }) => countMails(id)))).toEqual([1, 1, 0, 0]);
  });
});
