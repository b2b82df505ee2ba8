import { listOwnEnrolments } from '@lyceum/contracts/courses/enrolment';
import {
  getMailPreferences,
  type MailPreferenceKind,
  mailPreferenceKinds,
  muteCourse,
  putMailPreferences,
  unmuteCourse,
} from '@lyceum/contracts/courses/mail-preference';
import { asUser, type TestActor } from '@lyceum/testing/actors';
import { buildAssignment, grade, handIn } from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import { buildDiscussion, buildReply, buildTalk } from '../../../test/discussion-factories.ts';
import { buildCourse, buildEnrolment, buildPublishedCourse } from '../../../test/factories.ts';
import { listMails } from '../../../test/informing-factories.ts';
import { buildRegradable, correct, finishQuiz, regrade } from '../../../test/regrade-factories.ts';
import { findWanting } from './find-wanting.ts';

const all = { announcements: true, grades: true, discussions: true, reminders: true, digest: true };
const none = { announcements: false, grades: false, discussions: false, reminders: false, digest: false };

const read = async (as: TestActor) => (await service.call(getMailPreferences, { as })).body;
const choose = (as: TestActor, body: Partial<typeof all>) => service.call(putMailPreferences, { as, body });
const mute = (as: TestActor, courseId: string) => service.call(muteCourse, { as, params: { courseId } });
const unmute = (as: TestActor, courseId: string) => service.call(unmuteCourse, { as, params: { courseId } });
const toCode = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

const filterWanting = (people: readonly TestActor[], kind: MailPreferenceKind, courseId?: string) =>
  service.rows(async (db) => {
    const wanting = await findWanting(
      db,
      people.map(({ id }) => id),
      { kind, ...(courseId !== undefined && { courseId }) },
    );
    return people.map(({ id }) => wanting.has(id));
  });

describe('PUT /courses/mail-preferences', () => {
  it('answers 200 with what one wants: all at first, and all that is left out', async () => {
    const person = asUser();
    expect(await read(person)).toEqual(all);
    const { status, body } = await choose(person, { digest: false });
    expect([status, body]).toEqual([200, { ...all, digest: false }]);
    expect(await read(person)).toEqual({ ...all, digest: false });
    await choose(person, { grades: false });
    expect(await read(person)).toEqual({ ...all, grades: false });
  });

  it('changes nothing for anybody else, nor in another space', async () => {
    const person = asUser();
    await choose(person, none);
    expect(await read(asUser())).toEqual(all);
    expect(await read({ ...person, space: 'elsewhere' })).toEqual(all);
  });

  it('keeps one of several choices at once', async () => {
    const person = asUser();
    const choices = [none, { ...all, digest: false }];
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => choose(person, choices[index % 2] ?? none)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(choices).toContainEqual(await read(person));
  });

  it.each([
    ['words', { grades: 'нет' }, '/body/grades'],
    ['the id of another person', { personId: asUser().id }, '/body'],
  ])('answers 400 to %s', async (_, body, pointer) => {
    const response = await choose(asUser(), body as object);
    expect([response.status, response.body.errors]).toMatchObject([400, [{ pointer }]]);
  });
});

describe('PUT and DELETE /courses/:courseId/mute', () => {
  it('answer 204, and one’s own enrolment shows it', async () => {
    const { courseId } = await buildPublishedCourse();
    const { learner } = await buildEnrolment(courseId);
    const isMuted = async () => (await service.call(listOwnEnrolments, { as: learner })).body.items[0].muted;
    for (const [change, muted] of [
      [mute, true],
      [mute, true],
      [unmute, false],
      [unmute, false],
    ] as const) {
      expect((await change(learner, courseId)).status).toBe(204);
      expect(await isMuted()).toBe(muted);
    }
  });

  it('answer 404 to whoever never learnt in the course, and of a course one may not see', async () => {
    const { author, courseId } = await buildPublishedCourse();
    const { id: draft } = await buildCourse(author);
    const { learner } = await buildEnrolment(courseId);
    for (const change of [mute, unmute]) {
      expect(toCode(await change(asUser(), courseId))).toEqual([404, 'enrolment.not_found']);
      expect(toCode(await change(learner, draft))).toEqual([404, 'course.not_found']);
    }
  });
});

describe('who wants mails', () => {
  it.each(mailPreferenceKinds)('is asked for %s by that kind and by the course', async (kind) => {
    const { courseId } = await buildPublishedCourse();
    const { courseId: other } = await buildPublishedCourse();
    const [willing, unwilling, muted] = [asUser(), asUser(), asUser()];
    for (const person of [willing, unwilling, muted]) await buildEnrolment(courseId, person);
    await choose(willing, { ...none, [kind]: true });
    await choose(unwilling, { ...all, [kind]: false });
    await mute(muted, courseId);
    const people = [willing, unwilling, muted, asUser()];
    expect(await filterWanting(people, kind, courseId)).toEqual([true, false, false, true]);
    expect(await filterWanting(people, kind, other)).toEqual([true, false, true, true]);
    expect(await filterWanting(people, kind)).toEqual([true, false, true, true]);
  });
});

const choices: [string, (learner: TestActor, courseId: string, kind: MailPreferenceKind) => Promise<unknown>, number][] = [
  ['is sent to a learner who has switched off other mails', (learner, _, kind) => choose(learner, { ...none, [kind]: true }), 1],
  ['is not sent to a learner who has switched it off', (learner, _, kind) => choose(learner, { [kind]: false }), 0],
  ['is not sent to a learner who has muted the course', mute, 0],
];

async function expectMails(kind: string, { id }: TestActor, count: number): Promise<void> {
  const mails = await listMails(kind, id);
  expect(mails).toHaveLength(count);
  for (const { letters } of mails) expect(letters.en.settings?.path).toBe('/settings/mails');
}

describe('the mail about graded work', () => {
  it.each(choices)('%s', async (_, change, count) => {
    const { author, learner, params } = await buildAssignment();
    const submission = await handIn(learner, params);
    await change(learner, params.courseId, 'grades');
    await grade(author, submission);
    await expectMails('work-graded', learner, count);
  });
});

describe('the mail about regraded attempts', () => {
  it.each(choices)('%s', async (_, change, count) => {
    const quiz = await buildRegradable();
    const { learner } = await finishQuiz(quiz, false);
    await change(learner, quiz.courseId, 'grades');
    await correct(quiz);
    await regrade(quiz, 'corrected');
    await expectMails('attempt-regraded', learner, count);
  });
});

describe('the mail about replies', () => {
  it.each(choices)('%s', async (_, change, count) => {
    const { author, courseId, asker, inText } = await buildTalk();
    const { id: discussionId } = await buildDiscussion(asker, inText);
    await change(asker, courseId, 'discussions');
    await buildReply(author, discussionId);
    service.clock.advance(5 * 60_000);
    await service.runJobs();
    await expectMails('discussion-replied', asker, count);
  });
});
