import { enqueue } from '@lyceum/common/outbox';
import { endEnrolment } from '@lyceum/contracts/courses/enrolment';
import { mailRequested } from '@lyceum/contracts/notifications/mail';
import type { TestActor } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { buildDiscussion, buildReply, buildTalk, follow, remove, removeReply } from '../../../test/discussion-factories.ts';
import { buildEnrolment, buildLearner, knowPerson } from '../../../test/factories.ts';
import { DiscussionEntity } from '../discussion/discussion.entity.ts';
import { discussionRepliedMail } from './discussion-replied.mail.ts';
import { findRecipients } from './find-recipients.ts';
import { mailRepliesJob } from './mail-replies.job.ts';
import { resumeMailsSchedule } from './resume-mails.job.ts';
import { mailReplies } from './schedule-mails.ts';

const minute = 60_000;
const hour = 60 * minute;

const countMails = async ({ id }: TestActor) =>
  (await service.outbox(mailRequested.name)).filter(({ payload }) => payload['accountId'] === id).length;

async function findMail({ id }: TestActor) {
  const mails = (await service.outbox(mailRequested.name)).filter(({ payload }) => payload['accountId'] === id);
  return mailRequested.schema.parse(mails.at(-1)?.payload);
}

async function runLater(milliseconds: number) {
  service.clock.advance(milliseconds);
  for (const { error } of await service.runJobs()) expect(error).toBeUndefined();
}

async function buildFollowed() {
  const talk = await buildTalk();
  const { id: discussionId } = await buildDiscussion(talk.asker, talk.inText);
  await follow(talk.other, discussionId);
  return { ...talk, discussionId };
}

describe('mails of a discussion', () => {
  it('tell followers other than the writer once what came within minutes', async () => {
    const { author, asker, other, inText, discussionId } = await buildFollowed();
    await knowPerson(author, { name: 'Пётр' });
    await buildReply(other, discussionId, 'Я думаю, так.');
    await buildReply(author, discussionId, `**Нет**, иначе: ${'слово '.repeat(100)}`);
    await runLater(4 * minute);
    expect(await countMails(asker)).toBe(0);
    await runLater(minute);
    expect([await countMails(asker), await countMails(other), await countMails(author)]).toEqual([1, 1, 0]);
    const { kind, letters } = await findMail(asker);
    expect(kind).toBe('discussion-replied');
    expect(letters.ru.subject).toBe('2 новых ответа в обсуждении урока «Типы»');
    expect(letters.ru.paragraphs[0]).toContain(' 2 новых ответа. ');
    const [, words = ''] = /^Пётр: (.*)$/.exec(letters.ru.paragraphs[1] ?? '') ?? [];
    expect(words).toMatch(/^Нет, иначе: слово .*…$/);
    expect(words).toHaveLength(200);
    const path = `/courses/${inText.courseId}/lessons/${inText.lessonId}/discussions/${discussionId}`;
    expect(letters.en.action?.path).toBe(path);
    expect((await findMail(other)).letters.en.paragraphs[0]).toContain('has 1 new reply:');
  });

  it('come an hour later when their job was lost, once', async () => {
    const { author, asker, discussionId } = await buildFollowed();
    await buildReply(author, discussionId);
    service.clock.advance(5 * minute);
    expect(await service.giveUpJobs()).toContain(mailReplies.name);
    for (let count = 0; count < 3; count += 1) {
      service.clock.advance(hour + minute);
      await service.rows((db) => enqueue(db, service.context(), resumeMailsSchedule.job, {}));
      await runLater(0);
      await runLater(5 * minute);
    }
    expect(await countMails(asker)).toBe(1);
  });

  it('come at most once in an hour, and what came meanwhile is in the next', async () => {
    const { author, asker, discussionId } = await buildFollowed();
    await buildReply(author, discussionId);
    await runLater(5 * minute);
    for (let index = 0; index < 5; index += 1) {
      await buildReply(author, discussionId);
      await runLater(10 * minute);
    }
    expect(await countMails(asker)).toBe(1);
    await runLater(10 * minute);
    expect(await countMails(asker)).toBe(2);
    expect((await findMail(asker)).letters.en.paragraphs[0]).toContain('has 5 new replies.');
    await runLater(2 * hour);
    expect(await countMails(asker)).toBe(2);
    await buildReply(author, discussionId);
    await runLater(5 * minute);
    expect(await countMails(asker)).toBe(3);
  });

  it('come within minutes also after one’s own words that were mailed to nobody', async () => {
    const talk = await buildTalk();
    const { id } = await buildDiscussion(talk.asker, talk.inText);
    await buildReply(talk.asker, id);
    await runLater(5 * minute);
    await buildReply(talk.author, id);
    await runLater(5 * minute);
    expect([await countMails(talk.asker), await countMails(talk.author)]).toEqual([1, 0]);
  });

  it('tell a new follower only what came since', async () => {
    const { author, courseId, discussionId } = await buildFollowed();
    await buildReply(author, discussionId);
    const { learner: late } = await buildEnrolment(courseId);
    await follow(late, discussionId);
    await runLater(5 * minute);
    expect(await countMails(late)).toBe(0);
  });

  it('are not sent of what was deleted, nor to whom the lesson is closed since', async () => {
    const { author, asker, other, courseId, inText, discussionId } = await buildFollowed();
    const gone = await buildDiscussion(asker, inText);
    await buildReply(author, gone.id);
    await remove(author, gone.id);
    const { id } = await buildReply(author, discussionId);
    await removeReply(author, id);
    await runLater(5 * minute);
    expect([await countMails(asker), await countMails(other)]).toEqual([0, 0]);
    await service.call(endEnrolment, { as: author, params: { courseId, personId: other.id } });
    await buildReply(author, discussionId);
    await runLater(hour);
    expect([await countMails(asker), await countMails(other)]).toEqual([1, 0]);
    await runLater(2 * hour);
    expect(await countMails(asker)).toBe(1);
  });

  it('reach all of many followers once, also when the job runs twice at once', async () => {
    const { author, courseId, discussionId } = await buildFollowed();
    const followers = await Promise.all(Array.from({ length: 25 }, () => buildLearner()));
    for (const learner of followers) {
      await buildEnrolment(courseId, learner);
      await follow(learner, discussionId);
    }
    await buildReply(author, discussionId);
    service.clock.advance(5 * minute);
    const run = service.jobRun();
    await Promise.all([1, 2].map(() => mailRepliesJob.run({ discussionId }, run)));
    const mails = (await service.outbox(mailRequested.name)).map(({ payload }) => payload['accountId']);
    const counts = followers.map(({ id }) => mails.filter((accountId) => accountId === id).length);
    expect(counts).toEqual(followers.map(() => 1));
    await service.runJobs();
  });

  it('take as many queries for twenty followers as for two', async () => {
    const { author, asker, other, courseId, discussionId } = await buildFollowed();
    const discussion = await service.rows((db) => db.findOneByOrFail(DiscussionEntity, { id: discussionId }));
    const toFollower = ({ id: personId }: TestActor) => ({ discussionId, personId, knownNumber: 0, mailedAt: null });
    const few = [asker, other];
    const many = [...few, author];
    while (many.length < 20) many.push((await buildEnrolment(courseId)).learner);
    const stranger = await buildLearner();
    const counts: number[] = [];
    for (const people of [few, [...many, stranger]]) {
      await service.rows(async (db) => {
        const { queryRunner } = db;
        if (!queryRunner) throw new Error('outside a transaction');
        let queries = 0;
        const query = queryRunner.query.bind(queryRunner);
        queryRunner.query = (...given: Parameters<typeof query>) => {
          queries += 1;
          return query(...given);
        };
        const found = await findRecipients(db, service.context(), discussion, people.map(toFollower));
        expect(found.map(({ personId }) => personId)).toEqual(people.filter((one) => one !== stranger).map(({ id }) => id));
        counts.push(queries);
      });
    }
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts[1]).toBe(counts[0]);
  });

  it('are sent again after a job that was given up', async () => {
    const { author, asker, discussionId } = await buildFollowed();
    await buildReply(author, discussionId);
    service.clock.advance(5 * minute);
    await service.giveUpJobs();
    await buildReply(author, discussionId);
    await runLater(5 * minute);
    expect(await countMails(asker)).toBe(0);
    service.clock.advance(hour);
    await buildReply(author, discussionId);
    await runLater(5 * minute);
    expect((await findMail(asker)).letters.en.paragraphs[0]).toContain('has 3 new replies.');
  });

  it('are whole in both languages, whatever the name', () => {
    const ids = { courseId: '019af7c2-0000-7000-8000-000000000001', lessonId: '019af7c2-0000-7000-8000-000000000002' };
    const data = {
      ...ids,
      discussionId: '019af7c2-0000-7000-8000-000000000003',
      title: 'Типы\r\nBcc: x',
      count: 1,
      name: '',
      excerpt: 'Так.',
    };
    const { letters } = discussionRepliedMail({ accountId: ids.courseId, data });
    for (const letter of [letters.en, letters.ru]) {
      expect(letter.subject).not.toMatch(/[\r\n]/);
      expect(letter.paragraphs[1]).toBe('Так.');
    }
    expect(letters.ru.paragraphs[0]).toBe('В обсуждении урока «Типы Bcc: x», на которое вы подписаны, 1 новый ответ:');
  });
});
