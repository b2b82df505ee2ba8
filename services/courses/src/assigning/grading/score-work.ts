import { fail } from '@lyceum/common/errors';
import type { AssignmentContent } from '@lyceum/contracts/courses/assignment-content';
import { type gradeSubmission, submissionScoreInvalid } from '@lyceum/contracts/courses/grading';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { z } from 'zod';
import { roundPoints } from '../../quizzing/quiz-engine/round-points.ts';
import type { SubmissionRow } from '../submission/submission.entity.ts';

type Grade = Pick<z.output<typeof gradeSubmission.body>, 'points' | 'scores'>;

export type Score = Pick<SubmissionRow, 'scores'> & { readonly points: number; readonly percent: number };

/** What a grade comes to; scores in the order of the rubric. Fails with `submission.score_invalid`. */
export function scoreWork(assignment: AssignmentContent, grade: Grade): Score {
  const { points, scores } = assignment.rubric.length === 0 ? scoreWhole(assignment, grade) : scoreByRubric(assignment, grade);
  return { points, scores, percent: Math.round((points / assignment.points) * 10_000) / 100 };
}

function scoreWhole({ points: max }: AssignmentContent, { points, scores }: Grade): Omit<Score, 'percent'> {
  if (scores.length > 0)
    throw invalid('/body/scores', { en: 'The assignment has no rubric', ru: 'У задания нет критериев оценки' });
  if (points === undefined) throw invalid('/body/points', { en: 'Points are needed', ru: 'Нужны баллы' });
  if (points > max) throw invalid('/body/points', tooMany(max));
  return { points, scores: [] };
}

function scoreByRubric({ rubric }: AssignmentContent, { points, scores }: Grade): Omit<Score, 'percent'> {
  if (points !== undefined)
    throw invalid('/body/points', { en: 'The points come from the criteria', ru: 'Баллы складываются из критериев' });
  for (const [index, score] of scores.entries()) {
    const pointer = `/body/scores/${index}`;
    const max = rubric.find(({ id }) => id === score.criterionId)?.points;
    if (max === undefined)
      throw invalid(`${pointer}/criterionId`, { en: 'There is no such criterion', ru: 'Такого критерия нет' });
    if (score.points > max) throw invalid(`${pointer}/points`, tooMany(max));
  }
  const given = new Map(scores.map((score) => [score.criterionId, score.points]));
  if (given.size !== rubric.length || scores.length !== rubric.length)
    throw invalid('/body/scores', {
      en: 'Each criterion needs its points once',
      ru: 'Баллы по каждому критерию нужны один раз',
    });
  const ordered = rubric.map(({ id }) => ({ criterionId: id, points: given.get(id) ?? 0 }));
  return { points: roundPoints(ordered.reduce((sum, score) => sum + score.points, 0)), scores: ordered };
}

const tooMany = (max: number): Texts => ({ en: `At most ${max}`, ru: `Не больше ${max}` });

function invalid(pointer: string, message: Texts) {
  return fail(submissionScoreInvalid, { errors: [{ pointer, message }] });
}
