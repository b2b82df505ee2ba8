import type { Locale } from '@lyceum/contracts/shared/fields';
import { toQuestion } from './activities.ts';
import { describeAnswer } from './describe-answer.ts';
import type { FactAnswer, Happening } from './fact.ts';
import { toPointScore } from './scores.ts';
import type { StatementParts } from './statement-parts.ts';
import { sessionExtension, verbs } from './vocabulary.ts';

type GradedAttempt = Extract<Happening, { kind: 'attempt-graded' }>;
type Around = Required<Pick<StatementParts, 'object' | 'parent' | 'grouping'>>;

/** An attempt began, its questions were answered, and it was graded; a score by which nobody passes is only told. */
export function createAttemptStatements(
  attempt: GradedAttempt,
  place: { platformUrl: string; language: Locale },
  around: Around,
): StatementParts[] {
  const { attemptId, startedAt, submittedAt, passed, answers } = attempt;
  const extensions = { [sessionExtension]: attemptId };
  const verb = passed === null ? verbs.scored : passed ? verbs.passed : verbs.failed;
  const result = {
    score: toPointScore(attempt),
    ...(passed !== null && { success: passed }),
    completion: true,
    duration: toDuration(submittedAt.getTime() - startedAt.getTime()),
  };
  return [
    { ...around, verb: verbs.attempted, extensions, at: startedAt },
    ...answers.map((answer) => ({ ...describeAnswered(attempt, place, around, answer), extensions, at: submittedAt })),
    { ...around, verb, result, extensions, at: submittedAt },
  ];
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
