import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { getSubmission, saveSubmission, submitWork } from '@lyceum/contracts/courses/assignment';
import { getAttempt, startAttempt, submitAttempt } from '@lyceum/contracts/courses/attempt';
import { getBadge, getBadgeIssuer } from '@lyceum/contracts/courses/badge';
import {
  type Certificate,
  checkCertificate,
  downloadCertificate,
  listOwnCertificates,
} from '@lyceum/contracts/courses/certificate';
import { type Course, listCourses } from '@lyceum/contracts/courses/course';
import { createLesson, deleteLesson, getDraft, getDraftLesson, updateLesson } from '@lyceum/contracts/courses/draft';
import { enrol } from '@lyceum/contracts/courses/enrolment';
import { gradeSubmission } from '@lyceum/contracts/courses/grading';
import type { CompletionRule, LessonContent } from '@lyceum/contracts/courses/lesson-content';
import { lessonLocked } from '@lyceum/contracts/courses/lesson-lock';
import { getLesson, getOutline, type Outline } from '@lyceum/contracts/courses/outline';
import { createBank, importQuestions } from '@lyceum/contracts/courses/question-bank';
import { getChanges, publishCourse } from '@lyceum/contracts/courses/revision';
import { openLesson, sendEvidence } from '@lyceum/contracts/courses/study';
import { type Api, expectProblem } from './api.ts';
import { poll } from './poll.ts';

interface Visitor {
  readonly api: Api;
  readonly token: string;
}

type CourseListItem = Pick<Course, 'id' | 'title' | 'hours'>;

const gift = [
  '::Кто проверяет типы?:: Кто проверяет типы? {=компилятор ~браузер ~никто}',
  '::Сколько?:: Сколько будет дважды два? {#4}',
].join('\n\n');

/** The draft that an approved programme became. */
export function waitForCourse({ api, token }: Visitor, title: string): Promise<CourseListItem> {
  return poll('the course of the programme', 60_000, async () => {
    const { body } = await api.call(listCourses, { token, query: { mine: 'true' } });
    return body.items.find((course) => course.title === title);
  });
}

/** Every lesson of the programme is finished by opening it; a quiz of an imported bank comes last. Then it is published. */
export async function finishCourse(author: Visitor, { id: courseId }: CourseListItem): Promise<void> {
  const { api, token } = author;
  const params = { courseId };
  const draft = (await api.call(getDraft, { token, params })).body;
  for (const { id: lessonId, type } of draft.modules.flatMap((module) => module.lessons)) {
    const { body: lesson } = await api.call(getDraftLesson, { token, params: { courseId, lessonId } });
    const { title, required, opening, content } = lesson;
    const completion: CompletionRule = { rule: 'opened', seconds: 0 };
    if (type !== 'text') await api.call(deleteLesson, { token, params: { courseId, lessonId } });
    else
      await api.call(updateLesson, {
        token,
        params: { courseId, lessonId },
        body: { title, required, opening, content, completion },
      });
  }
  const { id: bankId } = (await api.call(createBank, { token, params, body: { title: 'Вопросы' } })).body;
  const file = Buffer.from(gift).toString('base64');
  const imported = await api.call(importQuestions, { token, params: { courseId, bankId }, body: { format: 'gift', file } });
  assert.deepEqual(imported.body, { imported: 2, findings: [] });
  const moduleId = draft.modules.at(-1)?.id ?? '';
  const content = { type: 'quiz' as const, settings: { questions: [{ bankId, draw: null }], timeLimitSeconds: 600 } };
  await api.call(createLesson, { token, params, body: { moduleId, title: 'Тест', content } });
  const assignment = { type: 'assignment' as const, takes: { text: true }, points: 10 };
  await api.call(createLesson, { token, params, body: { moduleId, title: 'Эссе', content: assignment } });
  await api.call(publishCourse, { token, params, body: { note: 'Первая редакция' } });
}

export const readOutline = async ({ api, token }: Visitor, { id: courseId }: CourseListItem): Promise<Outline> =>
  (await api.call(getOutline, { token, params: { courseId } })).body;

const listLessons = ({ modules }: Outline) => modules.flatMap(({ lessons }) => lessons);

/** Enrols, is kept out of the second lesson with the reason, and learns all but the quiz. */
export async function learnLessons(learner: Visitor, course: CourseListItem): Promise<Outline> {
  const { api, token } = learner;
  const { id: courseId } = course;
  await api.call(enrol, { token, params: { courseId }, body: {} });
  const [first, second, ...others] = listLessons(await readOutline(learner, course));
  assert.ok(first && second, 'the course has lessons');
  const locked = await expectProblem(
    await api.send(getLesson, { token, params: { courseId, lessonId: second.id }, headers: { 'accept-language': 'ru' } }),
    lessonLocked,
    'ru',
  );
  assert.deepEqual([locked.reason?.['code'], locked.reason?.['lessonId']], ['lesson-unfinished', first.id]);
  await refuseForgedTime(learner, courseId, first.id);
  for (const { id: lessonId, type } of [first, second, ...others]) {
    if (type !== 'text') continue;
    await api.call(getLesson, { token, params: { courseId, lessonId } });
    await api.call(openLesson, { token, params: { courseId, lessonId } });
  }
  return readOutline(learner, course);
}

/** An hour that has not passed does not count. */
async function refuseForgedTime({ api, token }: Visitor, courseId: string, lessonId: string): Promise<void> {
  const { body: session } = await api.call(openLesson, { token, params: { courseId, lessonId } });
  const evidence = [{ id: randomUUID(), sessionId: session.id, from: 3_300_000, to: 3_600_000 }];
  const { body } = await api.call(sendEvidence, { token, body: { evidence } });
  assert.deepEqual(
    body.results.map(({ result, reason }) => [result, reason]),
    [['refused', 'ahead-of-clock']],
  );
}

/** Adds a lesson in the second revision, for newcomers alone. */
export async function publishAgain({ api, token }: Visitor, { id: courseId }: CourseListItem): Promise<void> {
  const params = { courseId };
  const draft = (await api.call(getDraft, { token, params })).body;
  const content: LessonContent = { type: 'text', blocks: [{ id: 'new', type: 'markdown', text: 'Новое.' }] };
  const moduleId = draft.modules[0]?.id ?? '';
  const { id: lessonId } = (await api.call(createLesson, { token, params, body: { moduleId, title: 'Новый урок', content } }))
    .body;
  const { body: changes } = await api.call(getChanges, { token, params });
  assert.deepEqual(
    changes.lessons.map((change) => [change.lessonId, change.change]),
    [[lessonId, 'added']],
  );
  const body = { draft: changes.draft, choices: [{ lessonId, choice: 'keep' as const }] };
  assert.equal((await api.call(publishCourse, { token, params, body })).body.number, 2);
}

/** Answers by what is shown: the order is another one in each attempt. */
export async function passQuiz({ api, token }: Visitor, course: CourseListItem, outline: Outline): Promise<void> {
  const quiz = listLessons(outline).find(({ type }) => type === 'quiz');
  assert.ok(quiz, 'the course has a quiz');
  const { body: attempt } = await api.call(startAttempt, { token, params: { courseId: course.id, lessonId: quiz.id } });
  const answers = attempt.questions.map(({ id: questionId, question: { answering } }) => {
    if (answering.type === 'number') return { questionId, answer: { type: 'number' as const, text: '4,0' } };
    assert.equal(answering.type, 'single');
    const choice = 'options' in answering ? answering.options.findIndex((option) => option.includes('компилятор')) : -1;
    return { questionId, answer: { type: 'single' as const, choice } };
  });
  const { body: graded } = await api.call(submitAttempt, { token, params: { attemptId: attempt.id }, body: { answers } });
  assert.deepEqual([graded.percent, graded.passed], [100, true]);
  assert.deepEqual((await api.call(getAttempt, { token, params: { attemptId: attempt.id } })).body, graded);
}

/** Hands an essay in, which the author accepts with full points. */
export async function handInEssay(learner: Visitor, author: Visitor, course: CourseListItem, outline: Outline): Promise<void> {
  const { api, token } = learner;
  const essay = listLessons(outline).find(({ type }) => type === 'assignment');
  assert.ok(essay, 'the course has an assignment');
  const params = { courseId: course.id, lessonId: essay.id };
  await api.call(saveSubmission, { token, params, body: { text: 'Типы описывают значения.' } });
  const { body: submission } = await api.call(submitWork, { token, params });
  const body = { points: 10, feedback: 'Хорошо.', decision: 'accept' as const };
  await api.call(gradeSubmission, { token: author.token, params: { submissionId: submission.id }, body });
  const { body: own } = await api.call(getSubmission, { token, params });
  assert.deepEqual([own.current?.status, own.current?.points], ['accepted', 10]);
}

export function waitForCertificate({ api, token }: Visitor): Promise<Certificate> {
  return poll('the certificate', 60_000, async () => {
    const { body } = await api.call(listOwnCertificates, { token });
    return body.items.find(({ status }) => status === 'ready');
  });
}

/** As somebody without an account who has the number: the certificate, its page, its file and its signed badge. */
export async function checkAsStranger(api: Api, certificate: Certificate, download: { token: string }): Promise<void> {
  const { number, learnerName, courseTitle, id: certificateId } = certificate;
  const { body } = await api.call(checkCertificate, { params: { number: number.toLowerCase() } });
  assert.deepEqual([body.verdict, body.learnerName, body.courseTitle], ['valid', learnerName, courseTitle]);
  const page = await api.raw(new URL(certificate.checkUrl).pathname);
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
  assert.ok((await page.text()).includes(number), 'the page has the number');
  const { body: file } = await api.call(downloadCertificate, { ...download, params: { certificateId } });
  const pdf = Buffer.from(await (await fetch(file.location)).arrayBuffer());
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  const badgeId = body.badgeUrl.split('/').at(-1) ?? '';
  const badge = await api.call(getBadge, { params: { badgeId } });
  const issuer = await api.call(getBadgeIssuer);
  const proof = badge.body.proof as { verificationMethod: string }; // the test of the service checks its shape
  assert.ok(issuer.body.assertionMethod.includes(proof.verificationMethod), 'the issuer has the key of the badge');
}
