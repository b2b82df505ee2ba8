import type { Locale } from '@lyceum/contracts/shared/fields';
import { toQuestion } from './activities.ts';
import { describeAnswer } from './describe-answer.ts';
import type { FactAnswer, Happening } from './fact.ts';
import { toPointScore } from './scores.ts';
import type { StatementParts } from './statement-parts.ts';
import { sessionExtension, verbs } from './vocabulary.ts';

type GradedAttempt = Extract<Happening, { kind: 'attempt-graded' }>;
type RegradedAttempt = Extract<Happening, { kind: 'attempt-regraded' }>;
type Around = Required<Pick<StatementParts, 'object' | 'parent' | 'grouping'>>;

/** An attempt began, its questions were answered, and it was graded; a score by which nobody passes is only told. */
export function createAttemptStatements(
  attempt: GradedAttempt,
  place: { platformUrl: string; language: Locale },
  around: Around,
): StatementParts[] {
  const { attemptId, startedAt, submittedAt, answers } = attempt;
  const extensions = { [sessionExtension]: attemptId };
  const { verb, result: score } = describeScore(attempt);
  const result = { ...score, completion: true, duration: toDuration(submittedAt.getTime() - startedAt.getTime()) };
  return [
    { ...around, verb: verbs.attempted, extensions, at: startedAt },
    ...answers.map((answer) => ({ ...describeAnswered(attempt, place, around, answer), extensions, at: submittedAt })),
    { ...around, verb, result, extensions, at: submittedAt },
  ];
}

/** An attempt that was told before has another score. */
export function createRegradeStatement(attempt: RegradedAttempt, around: Around): StatementParts {
  return { ...around, ...describeScore(attempt), extensions: { [sessionExtension]: attempt.attemptId } };
}

function describeScore(attempt: Pick<RegradedAttempt, 'points' | 'maxPoints' | 'percent' | 'passed'>) {
  const { passed } = attempt;
  const verb = passed === null ? verbs.scored : passed ? verbs.passed : verbs.failed;
  return { verb, result: { score: toPointScore(attempt), ...(passed !== null && { success: passed }) } };
}

function describeAnswered(
  attempt: GradedAttempt,
  place: { platformUrl: string; language: Locale },
  { object: quiz, parent, grouping }: Around,
  answer: FactAnswer,
): StatementParts {
  const { interactionType, response } = describeAnswer(answer);
  const question = toQuestion(place, attempt, answer);
  return {
    verb: verbs.answered,
    object: { ...question, definition: { ...question.definition, interactionType } },
    parent: [quiz],
    grouping: [...parent, ...grouping],
    result: {
      score: toPointScore({ ...answer, percent: answer.fraction * 100 }),
      success: answer.right === 'right',
      response,
    },
  };
}

/** ISO 8601, in seconds with at most two decimals, as cmi5 compares durations. */
function toDuration(milliseconds: number): string {
  return `PT${Math.max(0, Math.round(milliseconds / 10)) / 100}S`;
}
