import { randomUUID } from 'node:crypto';
import { type Achievement, createAchievement } from '@lyceum/contracts/courses/achievement';
import { type attempt, startAttempt, submitAttempt } from '@lyceum/contracts/courses/attempt';
import { type Certificate, listOwnCertificates } from '@lyceum/contracts/courses/certificate';
import { type Cohort, createCohort } from '@lyceum/contracts/courses/cohort';
import { type Course, createCourse } from '@lyceum/contracts/courses/course';
import { createLesson, createModule, type DraftLesson, deleteLesson, updateLesson } from '@lyceum/contracts/courses/draft';
import { courseCompleted, type Enrolment, enrol, enrolPerson } from '@lyceum/contracts/courses/enrolment';
import type { CompletionRule, LessonContent } from '@lyceum/contracts/courses/lesson-content';
import { getOutline, type Outline } from '@lyceum/contracts/courses/outline';
import { createBank, createQuestion } from '@lyceum/contracts/courses/question-bank';
import { publishCourse } from '@lyceum/contracts/courses/revision';
import { openLesson, type StudyEvidence, sendEvidence } from '@lyceum/contracts/courses/study';
import type { EventPayload } from '@lyceum/contracts/define/event';
import { accountRegistered } from '@lyceum/contracts/tokens/registration';
import { asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { service } from './courses-service.ts';

export const unknownId = '01935e1c-0000-7000-8000-000000000000';

type CourseInput = z.input<typeof createCourse.body>;
type Attempt = z.output<typeof attempt>;
type LessonInput = z.input<typeof createLesson.body>;

/** The body of a request that must have worked. */
async function succeed<Body>(request: Promise<{ status: number; body: Body }>): Promise<Body> {
  const { status, body } = await request;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Makes the account of a person known, as tokens tells it. */
export async function knowPerson(
  person: TestActor,
  { name = 'Анна', email = `${person.id}@example.org` } = {},
): Promise<TestActor> {
  const { id: accountId, roles, locale, space } = person;
  const account = { accountId, email, name, locale, roles: [...roles], occurredAt: '2026-11-20T10:00:00.000Z' };
  await service.deliver(accountRegistered, account, { space });
  return person;
}

/** Somebody with an account who learns. */
export const buildLearner = (overrides: Partial<TestActor> = {}) => knowPerson(asUser(overrides));

export const text = (words = 'Типы проверяются до запуска.'): LessonContent => ({
  type: 'text',
  blocks: [{ id: 'intro', type: 'markdown', text: words }],
});

export const video = (durationSeconds = 100): LessonContent => ({
  type: 'video',
  videoId: null,
  url: 'https://video.example.org/1.mp4',
  durationSeconds,
  description: 'О типах.',
  transcript: 'Сегодня поговорим об обобщениях.',
});

export const opened = (seconds = 0): CompletionRule => ({ rule: 'opened', seconds });

export function buildCourse(author: TestActor, overrides: Partial<CourseInput> = {}): Promise<Course> {
  const body = { title: 'Основы TypeScript', language: 'ru', ...overrides } as const;
  return succeed(service.call(createCourse, { as: author, body }));
}

export async function buildModule(author: TestActor, courseId: string, title = 'Типы'): Promise<string> {
  const { id } = await succeed(service.call(createModule, { as: author, params: { courseId }, body: { title } }));
  return id;
}

export function buildLesson(
  author: TestActor,
  courseId: string,
  overrides: Partial<LessonInput> & Pick<LessonInput, 'moduleId'>,
): Promise<DraftLesson> {
  const body = { title: 'Обобщения', content: text(), ...overrides };
  return succeed(service.call(createLesson, { as: author, params: { courseId }, body }));
}

/** Writes a lesson of the draft anew. */
export const changeLesson = (
  author: TestActor,
  courseId: string,
  lessonId: string,
  overrides: Partial<z.input<typeof updateLesson.body>> = {},
): Promise<DraftLesson> => {
  const body = { title: 'Урок', required: true, opening: { opens: 'at-once' }, content: text(), ...overrides } as const;
  return succeed(service.call(updateLesson, { as: author, params: { courseId, lessonId }, body }));
};

export const removeLesson = (author: TestActor, courseId: string, lessonId: string) =>
  succeed(service.call(deleteLesson, { as: author, params: { courseId, lessonId } }));

/** What somebody sees of a course. */
export const getOutlineAs = (person: TestActor, courseId: string): Promise<Outline> =>
  succeed(service.call(getOutline, { as: person, params: { courseId } }));

export const publish = (author: TestActor, courseId: string, body: z.input<typeof publishCourse.body> = {}) =>
  succeed(service.call(publishCourse, { as: author, params: { courseId }, body }));

export interface PublishedCourse {
  readonly author: TestActor;
  readonly courseId: string;
  readonly moduleId: string;
  /** Ids of its lessons in order. */
  readonly lessons: string[];
}

/** A course of one module that is published: by default two lessons that are finished when they are opened. */
export async function buildPublishedCourse({
  author = asStaff(),
  lessons = [{}, {}],
  ...details
}: Partial<CourseInput> & { author?: TestActor; lessons?: Partial<LessonInput>[] } = {}): Promise<PublishedCourse> {
  const { id: courseId } = await buildCourse(author, details);
  const moduleId = await buildModule(author, courseId);
  const ids: string[] = [];
  for (const [index, lesson] of lessons.entries()) {
    const defaults = { moduleId, title: `Урок ${index + 1}`, completion: lesson.content ? undefined : opened() };
    ids.push((await buildLesson(author, courseId, { ...defaults, ...lesson })).id);
  }
  await publish(author, courseId);
  return { author, courseId, moduleId, lessons: ids };
}

/** A learner in a course. */
export async function buildEnrolment(
  courseId: string,
  learner?: TestActor,
): Promise<{ learner: TestActor; enrolment: Enrolment }> {
  const person = learner ?? (await buildLearner());
  const enrolment = await succeed(service.call(enrol, { as: person, params: { courseId }, body: {} }));
  return { learner: person, enrolment };
}

/** The same by a teacher, whatever the course says of newcomers. */
export const enrolByTeacher = (author: TestActor, courseId: string, body: z.input<typeof enrolPerson.body>): Promise<Enrolment> =>
  succeed(service.call(enrolPerson, { as: author, params: { courseId }, body }));

/** A cohort of any name, without dates and with any number of seats unless one says otherwise. */
export const buildCohort = (
  author: TestActor,
  courseId: string,
  fields: Partial<z.input<typeof createCohort.body>> = {},
): Promise<Cohort> =>
  succeed(service.call(createCohort, { as: author, params: { courseId }, body: { name: randomUUID(), ...fields } }));

export const open = (learner: TestActor, courseId: string, lessonId: string) =>
  succeed(service.call(openLesson, { as: learner, params: { courseId, lessonId } }));

type Piece = Partial<Omit<StudyEvidence, 'sessionId'>>;

/** Reports pieces of evidence of one session; times are in milliseconds since it was opened. */
export const report = (learner: TestActor, sessionId: string, ...pieces: Piece[]) =>
  succeed(
    service.call(sendEvidence, {
      as: learner,
      body: { evidence: pieces.map((piece) => ({ id: randomUUID(), sessionId, from: 0, to: 10_000, ...piece })) },
    }),
  );

type QuestionInput = z.input<typeof createQuestion.body>;

/** A question with the answers yes and no, of which the first is right. */
export function buildQuestion(overrides: Partial<QuestionInput> = {}): QuestionInput {
  const options = [
    { text: 'Да', percent: 100 },
    { text: 'Нет', percent: 0 },
  ];
  return { title: '', prompt: 'Верно ли это?', answering: { type: 'single', options }, ...overrides };
}

export async function buildBank(
  author: TestActor,
  courseId: string,
  questions: QuestionInput[] = [buildQuestion(), buildQuestion({ prompt: 'А это?' })],
): Promise<string> {
  const body = { title: `Банк ${randomUUID()}` };
  const { id: bankId } = await succeed(service.call(createBank, { as: author, params: { courseId }, body }));
  for (const question of questions)
    await succeed(service.call(createQuestion, { as: author, params: { courseId, bankId }, body: question }));
  return bankId;
}

type QuizSettings = Extract<z.input<typeof createLesson.body>['content'], { type: 'quiz' }>['settings'];

/** A published course whose only lesson is a quiz of one bank. */
export async function buildQuiz({
  author = asStaff(),
  questions,
  ...settings
}: Partial<Omit<QuizSettings, 'questions'>> & { author?: TestActor; questions?: QuestionInput[] } = {}): Promise<
  PublishedCourse & { bankId: string }
> {
  const { id: courseId } = await buildCourse(author);
  const moduleId = await buildModule(author, courseId);
  const bankId = await buildBank(author, courseId, questions);
  const content: LessonInput['content'] = { type: 'quiz', settings: { questions: [{ bankId, draw: null }], ...settings } };
  const { id } = await buildLesson(author, courseId, { moduleId, title: 'Тест', content });
  await publish(author, courseId);
  return { author, courseId, moduleId, lessons: [id], bankId };
}

export interface FinishedCourse extends PublishedCourse {
  readonly learner: TestActor;
  /** What the course said when its last lesson was finished. */
  readonly completion: EventPayload<typeof courseCompleted>;
}

/** A learner who has opened all lessons of a published course; nobody has heard of it yet. */
export async function finishCourse({
  learner: given,
  ...details
}: Parameters<typeof buildPublishedCourse>[0] & { learner?: TestActor } = {}): Promise<FinishedCourse> {
  const course = await buildPublishedCourse(details);
  const { learner, enrolment } = await buildEnrolment(course.courseId, given);
  for (const lessonId of course.lessons) await open(learner, course.courseId, lessonId);
  return { ...course, learner, completion: await findCompletion(enrolment.id) };
}

export async function findCompletion(enrolmentId: string): Promise<EventPayload<typeof courseCompleted>> {
  const events = await service.outbox(courseCompleted.name);
  const message = events.find(({ payload }) => payload['enrolmentId'] === enrolmentId);
  return courseCompleted.schema.parse(message?.payload);
}

/** The certificate of such a learner: it is ordered, and made when the jobs run. */
export async function buildCertificate(
  details: Parameters<typeof finishCourse>[0] = {},
): Promise<FinishedCourse & { certificate: Certificate }> {
  const finished = await finishCourse(details);
  const { learner, completion } = finished;
  await service.deliver(courseCompleted, completion, { space: learner.space });
  const { items } = await succeed(service.call(listOwnCertificates, { as: learner }));
  return { ...finished, certificate: items.find(({ courseId }: Certificate) => courseId === finished.courseId) };
}
/** Begins an attempt at the quiz of `buildQuiz`, or goes on with it. */
export const startQuiz = (
  learner: TestActor,
  { courseId, lessons }: Pick<PublishedCourse, 'courseId' | 'lessons'>,
): Promise<Attempt> => succeed(service.call(startAttempt, { as: learner, params: { courseId, lessonId: lessons[0] ?? '' } }));

type GivenAnswers = NonNullable<z.input<typeof submitAttempt.body>['answers']>;

/** Answers to questions of `buildQuestion`: yes, which is right, or no. */
export const answerAll = ({ questions }: Attempt, yes = true): GivenAnswers =>
  questions.map(({ id, question: { answering } }) => {
    const options = answering.type === 'single' ? answering.options : [];
    return { questionId: id, answer: { type: 'single', choice: options.findIndex((option) => option.includes('Да') === yes) } };
  });

/** Hands an attempt in. */
export const submit = (
  learner: TestActor,
  { id: attemptId }: Pick<Attempt, 'id'>,
  answers: GivenAnswers = [],
): Promise<Attempt> => succeed(service.call(submitAttempt, { as: learner, params: { attemptId }, body: { answers } }));

/** Ten points for the first lesson unless one says otherwise. */
export const buildAchievement = (
  staff: TestActor,
  fields: Partial<z.input<typeof createAchievement.body>> = {},
): Promise<Achievement> => {
  const rule = { title: 'Первый урок', when: 'lesson-completed', condition: { type: 'count', min: 1 }, points: 10 } as const;
  return succeed(service.call(createAchievement, { as: staff, body: { ...rule, ...fields } }));
};
