import { randomUUID } from 'node:crypto';
import { achievementAwarded } from '@lyceum/contracts/courses/achievement';
import { workGraded, workSubmitted } from '@lyceum/contracts/courses/assignment';
import { attemptGraded } from '@lyceum/contracts/courses/attempt';
import { certificateIssued } from '@lyceum/contracts/courses/certificate';
import { courseCompleted, enrolmentEndedEvent, learnerEnrolled, leaveCourse } from '@lyceum/contracts/courses/enrolment';
import { getRecordStore, putRecordStore } from '@lyceum/contracts/courses/record-store';
import { attemptRegraded } from '@lyceum/contracts/courses/regrade';
import { lessonCompleted } from '@lyceum/contracts/courses/study';
import type { EventContract } from '@lyceum/contracts/define/event';
import { asAdmin, type TestActor } from '@lyceum/testing/actors';
import { testIssuer } from '@lyceum/testing/keys';
import { assignment, grade, handIn } from '../../../test/assignment-factories.ts';
import { service } from '../../../test/courses-service.ts';
import {
  answerAll,
  buildAchievement,
  buildEnrolment,
  buildLearner,
  buildPublishedCourse,
  buildQuiz,
  open,
  startQuiz,
  submit,
} from '../../../test/factories.ts';
import { secret, useRecordStore, username } from '../../../test/record-store.ts';
import { buildRegradable, finishQuiz, regrade } from '../../../test/regrade-factories.ts';
import { StatementEntity } from '../record-store/statement.entity.ts';
import { type Statement, statement } from '../statement/statement.ts';

const url = 'http://127.0.0.1:1/xapi';

/** The service hears its events as the bus would tell them, in the order in which they were published. */
const heard: readonly EventContract[] = [
  ...[learnerEnrolled, enrolmentEndedEvent, lessonCompleted, attemptGraded, workSubmitted, workGraded],
  ...[attemptRegraded, courseCompleted, certificateIssued, achievementAwarded],
];

/** Events that nobody has heard yet, and those that they lead to; each is delivered twice. */
async function hear(): Promise<void> {
  const delivered = new Set<string>();
  for (;;) {
    const waiting = (await service.outbox()).filter(({ id, kind }) => kind === 'event' && !delivered.has(id));
    if (waiting.length === 0) return;
    for (const { id, name, payload, space } of waiting) {
      delivered.add(id);
      const event = heard.find((one) => one.name === name);
      if (event) await service.deliver(event, payload, { id, space, times: 2 });
    }
  }
}

/** Statements that wait in a space, the oldest first, all of them valid. */
async function listStatements(space: string): Promise<Statement[]> {
  const rows = await service.rows((db) => db.find(StatementEntity, { order: { createdAt: 'ASC', id: 'ASC' } }), space);
  return rows.map((row) => statement.parse(row.statement));
}

const toVerbs = (statements: readonly Statement[]) => statements.map(({ verb }) => verb.display['en']);

/** A school with a store, and somebody who learns in it. */
async function buildSchool(
  settings: Parameters<typeof useRecordStore>[1] = {},
): Promise<{ admin: TestActor; learner: TestActor; space: string }> {
  const space = `school-${randomUUID().slice(0, 8)}`;
  const { admin } = await useRecordStore({ url }, settings, asAdmin({ space }));
  return { admin, space, learner: await buildLearner({ space }) };
}

it('notes everything from the enrolment to the award, once, though it hears it twice', async () => {
  const { admin, learner, space } = await buildSchool();
  await buildAchievement(admin, { title: 'Курс', when: 'course-completed' });
  const course = await buildPublishedCourse({ author: admin, lessons: [{}, { content: assignment() }] });
  const { courseId, moduleId, lessons } = course;
  const [first = '', second = ''] = lessons;
  const { enrolment } = await buildEnrolment(courseId, learner);
  await open(learner, courseId, first);
  const work = await handIn(learner, { courseId, lessonId: second });
  await grade(admin, work);
  await hear();
  await service.call(leaveCourse, { as: learner, params: { courseId } });
  await hear();

  const statements = await listStatements(space);
  expect(toVerbs(statements).toSorted()).toEqual(
    ['registered', 'completed', 'submitted', 'scored', 'completed', 'completed', 'earned', 'earned', 'unregistered'].toSorted(),
  );
  const base = `${testIssuer}/s/${space}`;
  const lesson = statements.find(({ object }) => object.id.endsWith(first));
  expect(lesson).toMatchObject({
    actor: { account: { homePage: base, name: learner.id } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
    object: { definition: { type: 'http://adlnet.gov/expapi/activities/lesson', name: { ru: 'Урок 1' } } },
    context: { registration: enrolment.id, language: 'ru', platform: 'Lyceum' },
  });
  expect(lesson?.context.contextActivities?.parent?.map(({ id }) => id)).toEqual([
    `${base}/courses/${courseId}/modules/${moduleId}`,
  ]);
  expect(statements.find(({ verb }) => verb.display['en'] === 'scored')?.result).toEqual({
    score: { scaled: 0.7, raw: 7, min: 0, max: 10 },
    success: true,
  });
});

it('notes an attempt with each of its answers', async () => {
  const { admin, learner, space } = await buildSchool();
  const quiz = await buildQuiz({ author: admin });
  await buildEnrolment(quiz.courseId, learner);
  const attempt = await startQuiz(learner, quiz);
  const [right] = answerAll(attempt);
  await submit(learner, attempt, right && [right]);
  await hear();

  const statements = await listStatements(space);
  expect(toVerbs(statements).filter((verb) => verb !== 'registered')).toEqual(['attempted', 'answered', 'failed']);
  const answered = statements.find(({ verb }) => verb.display['en'] === 'answered');
  expect(answered).toMatchObject({
    object: { definition: { name: { ru: expect.stringMatching(/^(?:Верно ли это\?|А это\?)$/) }, interactionType: 'choice' } },
    result: { response: 'option-1', success: true, score: { scaled: 1, raw: 1, min: 0, max: 1 } },
    context: { contextActivities: { parent: [{ id: expect.stringContaining(`/lessons/${quiz.lessons[0]}`) }] } },
  });
});

it('notes the score that a regrade gives an attempt', async () => {
  const { admin, learner, space } = await buildSchool();
  const quiz = await buildRegradable({ author: admin });
  await buildEnrolment(quiz.courseId, learner);
  const { attempt } = await finishQuiz(quiz, false, learner);
  await hear();
  await regrade(quiz, 'full');
  await hear();

  const statements = await listStatements(space);
  expect(toVerbs(statements).slice(-2)).toEqual(['failed', 'failed']);
  expect(statements.at(-1)).toMatchObject({
    object: { id: expect.stringContaining(`/lessons/${quiz.lessonId}`) },
    result: { score: { scaled: 0.5, raw: 1, min: 0, max: 2 }, success: false },
    context: { extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': attempt.id } },
  });
});

it('names people by their address where the school says so', async () => {
  const { admin, learner, space } = await buildSchool({ naming: 'mbox' });
  const { courseId } = await buildPublishedCourse({ author: admin });
  await buildEnrolment(courseId, learner);
  const unknown = randomUUID();
  await hear();
  const fact = { courseId, enrolmentId: randomUUID(), title: 'Курс', cohortId: null, source: 'self' } as const;
  await service.deliver(learnerEnrolled, { ...fact, personId: unknown, occurredAt: '2026-11-20T10:00:00.000Z' }, { space });
  const actors = (await listStatements(space)).map(({ actor }) => actor);
  expect(actors).toEqual([
    { objectType: 'Agent', mbox: `mailto:${learner.id}@example.org` },
    { objectType: 'Agent', account: { homePage: expect.any(String), name: unknown } },
  ]);
});

it('notes nothing in a space without a store, and nothing while it is switched off', async () => {
  const { admin, learner, space } = await buildSchool({ enabled: false });
  const { courseId } = await buildPublishedCourse({ author: admin });
  await buildEnrolment(courseId, learner);
  await hear();
  expect(await listStatements(space)).toEqual([]);

  const body = { endpoint: url, username, secret, enabled: true };
  await service.call(putRecordStore, { as: admin, body });
  await service.call(leaveCourse, { as: learner, params: { courseId } });
  await hear();
  expect(toVerbs(await listStatements(space))).toEqual(['unregistered']);
  expect((await service.call(getRecordStore, { as: admin })).body.waiting).toBe(1);
});
