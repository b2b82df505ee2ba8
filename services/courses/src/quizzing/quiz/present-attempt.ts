import type { attempt as contract } from '@lyceum/contracts/courses/attempt';
import { reviewLevels } from '@lyceum/contracts/courses/lesson-content';
import type { QuestionContent } from '@lyceum/contracts/courses/question';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { listLessons, type OutlineLesson } from '../../authoring/revision/outline.ts';
import { RevisionEntity } from '../../authoring/revision/revision.entity.ts';
import { EnrolmentEntity } from '../../enrolling/enrolment/enrolment.entity.ts';
import { renderMarkdown } from '../../learning/lesson-text/render-markdown.ts';
import { createKey } from '../quiz-engine/create-key.ts';
import { findContents } from '../regrade/find-rulings.ts';
import { fitVersion } from '../regrade/fit-version.ts';
import type { AttemptItem, AttemptRow } from './attempt.entity.ts';
import { isPassed } from './count-attempts.ts';
import type { WholeAttempt } from './find-attempt.ts';
import { findQuiz, findSettings, listQuestions, type Quiz } from './find-quiz.ts';

type Shown = z.input<typeof contract>;
type Review = Quiz['settings']['review'];

/** As its learner gets it, of the result what the author lets learners see; or by the review that is wanted. */
export async function presentAttempt(
  db: EntityManager,
  attempt: WholeAttempt,
  { review: wanted }: { review?: Review } = {},
): Promise<Shown> {
  const quiz = await findQuiz(db, attempt.versionId);
  const lesson = await findLessonOfLearner(db, attempt);
  const review = wanted ?? (await findReview(db, [attempt.versionId], lesson));
  const isKeyShown = review === 'key' && attempt.status === 'graded';
  const regraded = isKeyShown
    ? await findContents(
        db,
        attempt.items.flatMap(({ regradeId }) => regradeId ?? []),
      )
    : new Map();
  return {
    ...presentListItem(attempt, { review, lesson }),
    review,
    questions: attempt.shown.flatMap((question, index) => {
      const item = attempt.items[index];
      if (!item) return [];
      const outcome = quiz && (review === 'answers' || review === 'key') ? presentOutcome(item, quiz, regraded, review) : null;
      return [{ id: item.questionId, question, answer: item.answer, outcome }];
    }),
  };
}

export function presentListItem(attempt: AttemptRow, { review, lesson }: { review: Review; lesson: OutlineLesson | undefined }) {
  const { id, lessonId, number, status, startedAt, deadlineAt, submittedAt, points, maxPoints, percent, regradedAt } = attempt;
  const isShown = status === 'graded' && review !== 'none';
  return {
    ...{ id, lessonId, number, status, startedAt, deadlineAt, submittedAt, maxPoints, regradedAt },
    points: isShown ? points : null,
    percent: isShown ? percent : null,
    passed: isShown ? isPassed(lesson, percent) : null,
  };
}

/** The lesson as it is in the revision the learner has now; undefined when that has it no more. */
export async function findLessonOfLearner(
  db: EntityManager,
  { enrolmentId, lessonId }: Pick<AttemptRow, 'enrolmentId' | 'lessonId'>,
): Promise<OutlineLesson | undefined> {
  const { revisionId } = await db.findOneByOrFail(EnrolmentEntity, { id: enrolmentId });
  const { outline } = await db.findOneByOrFail(RevisionEntity, { id: revisionId });
  return listLessons(outline).find(({ id }) => id === lessonId);
}

function presentOutcome(
  { questionId, arrangement, grade, regradeId }: AttemptItem,
  quiz: Quiz,
  regraded: ReadonlyMap<string, QuestionContent>,
  review: Review,
): Shown['questions'][number]['outcome'] {
  if (!grade) return null;
  const original = listQuestions(quiz).get(questionId)?.content;
  const newest = regradeId === undefined ? undefined : regraded.get(regradeId);
  const fitted = original && newest && fitVersion(original, newest, arrangement);
  const { content } = fitted ?? { content: original };
  return {
    points: grade.points,
    right: grade.right,
    feedback: grade.feedback.map(renderMarkdown),
    key: content && review === 'key' ? createKey(content, fitted?.arrangement ?? arrangement) : null,
  };
}

/** What learners see of results of these versions: what an author hides later is hidden of earlier attempts, too. */
export async function findReview(
  db: EntityManager,
  versionIds: readonly string[],
  lesson: OutlineLesson | undefined,
): Promise<Review> {
  const all = lesson ? [...versionIds, lesson.versionId] : versionIds;
  const settings = await findSettings(db, all);
  const levels = all.map((id) => reviewLevels.indexOf(settings.get(id)?.review ?? 'none'));
  return reviewLevels[Math.min(...levels)] ?? 'none';
}
