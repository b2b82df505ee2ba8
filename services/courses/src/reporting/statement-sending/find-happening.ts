import type { EntityManager } from 'typeorm';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { LessonVersionEntity } from '../../authoring/revision/lesson-version.entity.ts';
import type { OutlineLesson } from '../../authoring/revision/outline.ts';
import { RevisionEntity } from '../../authoring/revision/revision.entity.ts';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { readWords } from '../../learning/lesson-text/clean-html.ts';
import { AttemptEntity } from '../../quizzing/quiz/attempt.entity.ts';
import type { FactAnswer, FactCourse, FactLesson, Happening } from '../statement/fact.ts';

interface LessonIds {
  readonly courseId: string;
  readonly enrolmentId: string;
  readonly lessonId: string;
  readonly versionId: string;
}

/** Characters of a prompt that are looked at, and those that its question is named by: a thousand questions take no 50 ms. */
const maxReadLength = 500;
const maxNameLength = 200;

/** A course, by which learners are bound: it is not deleted. */
export async function findFactCourse(db: EntityManager, id: string): Promise<FactCourse> {
  const { title, language } = await db.findOneByOrFail(CourseEntity, { id });
  return { id, title, language };
}

/** A lesson and its module as they are in the revision of the learner, or as the lesson was when it was done. */
export async function findFactLesson(
  db: EntityManager,
  ids: LessonIds,
): Promise<{ course: FactCourse; enrolmentId: string; lesson: FactLesson; completion: OutlineLesson['completion'] | null }> {
  const { courseId, enrolmentId, lessonId: id, versionId } = ids;
  const course = await findFactCourse(db, courseId);
  const { revisionId } = await db.findOneByOrFail(EnrolmentEntity, { id: enrolmentId });
  const { outline } = await db.findOneByOrFail(RevisionEntity, { id: revisionId });
  for (const module of outline.modules) {
    const lesson = module.lessons.find((one) => one.id === id);
    if (!lesson) continue;
    const { title, type, completion } = lesson;
    return { course, enrolmentId, lesson: { id, title, type, module: { id: module.id, title: module.title } }, completion };
  }
  const { title, content } = await db.findOneByOrFail(LessonVersionEntity, { id: versionId });
  return { course, enrolmentId, lesson: { id, title, type: content.type, module: null }, completion: null };
}

/** A graded attempt with what was answered in it. */
export async function findGradedAttempt(
  db: EntityManager,
  { attemptId, passed, ...ids }: LessonIds & { attemptId: string; passed: boolean },
): Promise<Happening> {
  const { completion, ...lesson } = await findFactLesson(db, ids);
  const attempt = await db
    .createQueryBuilder(AttemptEntity, 'attempt')
    .addSelect(['attempt.items', 'attempt.shown'])
    .where({ id: attemptId })
    .getOneOrFail();
  const { items = [], shown = [], startedAt, submittedAt, points, maxPoints, percent } = attempt;
  const answers = items.flatMap(({ questionId, answer, arrangement, grade }, index): FactAnswer[] => {
    if (!answer || !grade || grade.right === 'unanswered' || answer.type !== arrangement.type) return [];
    const prompt = toName(shown[index]?.prompt ?? '');
    const { points: earned, maxPoints: highest, fraction, right } = grade;
    return [{ questionId, prompt, answer, arrangement, points: earned, maxPoints: highest, fraction, right }];
  });
  return {
    ...lesson,
    kind: 'attempt-graded',
    ...{ attemptId, maxPoints, startedAt, answers },
    submittedAt: submittedAt ?? startedAt,
    points: points ?? 0,
    percent: percent ?? 0,
    // By other rules a score decides nothing.
    passed: completion?.rule === 'passed' ? passed : null,
  };
}

/** The score of an attempt after a regrade. */
export async function findRegradedAttempt(
  db: EntityManager,
  { attemptId, percent, passed, ...ids }: LessonIds & { attemptId: string; percent: number; passed: boolean },
): Promise<Happening> {
  const { completion, ...lesson } = await findFactLesson(db, ids);
  const { points, maxPoints } = await db.findOneByOrFail(AttemptEntity, { id: attemptId });
  const decides = completion?.rule === 'passed';
  return {
    ...{ ...lesson, kind: 'attempt-regraded', attemptId, points: points ?? 0, maxPoints, percent },
    passed: decides ? passed : null,
  };
}

function toName(html: string): string {
  const words = readWords(html.slice(0, maxReadLength).replace(/<[^>]*$/, ''));
  return words.length > maxNameLength ? `${words.slice(0, maxNameLength - 1).toWellFormed()}…` : words;
}
