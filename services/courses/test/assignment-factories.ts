import { type Submission, saveSubmission, submitWork } from '@lyceum/contracts/courses/assignment';
import { addAuthor } from '@lyceum/contracts/courses/course';
import type { createLesson } from '@lyceum/contracts/courses/draft';
import type { Enrolment } from '@lyceum/contracts/courses/enrolment';
import { gradeSubmission, type SubmittedWork } from '@lyceum/contracts/courses/grading';
import { announceSubmissionFile, completeSubmissionFile } from '@lyceum/contracts/courses/submission-file';
import type { TestActor } from '@lyceum/testing/actors';
import type { z } from 'zod';
import { service } from './courses-service.ts';
import { buildEnrolment, buildLearner, buildPublishedCourse, type PublishedCourse } from './factories.ts';

type AssignmentInput = Extract<z.input<typeof createLesson.body>['content'], { type: 'assignment' }>;

/** An assignment of ten points that takes everything. */
export const assignment = (overrides: Partial<AssignmentInput> = {}): AssignmentInput => ({
  type: 'assignment',
  description: 'Напишите *эссе*.',
  takes: { text: true, link: true, files: 2 },
  points: 10,
  ...overrides,
});

export const rubric = [
  { id: 'idea', title: 'Мысль', points: 6 },
  { id: 'style', title: 'Слог', points: 4 },
];

/** Names an assignment of a course. */
export interface AssignmentParams {
  readonly courseId: string;
  readonly lessonId: string;
}

export interface AssignedCourse extends PublishedCourse {
  readonly learner: TestActor;
  readonly enrolment: Enrolment;
  readonly params: AssignmentParams;
}

/** A published course whose only lesson is an assignment, with a learner. */
export async function buildAssignment(
  overrides: Partial<AssignmentInput> = {},
  people: { author?: TestActor; learner?: TestActor } = {},
): Promise<AssignedCourse> {
  const lessons = [{ title: 'Эссе', content: assignment(overrides) }];
  const course = await buildPublishedCourse({ lessons, ...(people.author && { author: people.author }) });
  const { learner, enrolment } = await buildEnrolment(course.courseId, people.learner);
  const [lessonId = ''] = course.lessons;
  return { ...course, learner, enrolment, params: { courseId: course.courseId, lessonId } };
}

/** Somebody who teaches another course and has no role in the school. */
export async function buildOtherAuthor(): Promise<TestActor> {
  const { author: as, courseId } = await buildPublishedCourse();
  const person = await buildLearner();
  await service.call(addAuthor, { as, params: { courseId, personId: person.id } });
  return person;
}

export const trySave = (
  as: TestActor,
  params: AssignmentParams,
  body: z.input<typeof saveSubmission.body> = { text: 'Работа.' },
) => service.call(saveSubmission, { as, params, body });

export const trySubmit = (as: TestActor, params: AssignmentParams) => service.call(submitWork, { as, params });

/** Hands work in that was not there before. */
export async function handIn(
  as: TestActor,
  params: AssignmentParams,
  body?: z.input<typeof saveSubmission.body>,
): Promise<Submission> {
  const saved = await trySave(as, params, body);
  const { status, body: submitted } = await trySubmit(as, params);
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify([saved.body, submitted])}`);
  return submitted;
}

export const tryGrade = (
  as: TestActor,
  { id: submissionId }: Pick<Submission, 'id'>,
  body: Partial<z.input<typeof gradeSubmission.body>> = {},
  headers: Record<string, string> = {},
) => service.call(gradeSubmission, { as, params: { submissionId }, body: { points: 7, decision: 'accept', ...body }, headers });

/** Grades work and gives what came of it. */
export async function grade(
  as: TestActor,
  submission: Pick<Submission, 'id'>,
  body: Partial<z.input<typeof gradeSubmission.body>> = {},
): Promise<SubmittedWork> {
  const { status, body: graded } = await tryGrade(as, submission, body);
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(graded)}`);
  return graded;
}

const words = new TextEncoder().encode('Замыкания помнят переменные.');

export const fileInput = { name: 'Эссе.txt', type: 'text/plain', size: words.length };

export const announce = (as: TestActor, params: AssignmentParams, overrides: Partial<typeof fileInput> = {}) =>
  service.call(announceSubmissionFile, { as, params, body: { ...fileInput, ...overrides } });

/** Announces a file and puts it into the object store. */
export async function uploadFile(as: TestActor, params: AssignmentParams): Promise<string> {
  const { body } = await announce(as, params);
  const response = await fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: words });
  if (!response.ok) throw new Error(`the object store answered ${response.status}`);
  return body.id;
}

export const complete = (as: TestActor, fileId: string) => service.call(completeSubmissionFile, { as, params: { fileId } });

/** A file that is there. */
export async function buildFile(as: TestActor, params: AssignmentParams): Promise<string> {
  const id = await uploadFile(as, params);
  await complete(as, id);
  return id;
}
