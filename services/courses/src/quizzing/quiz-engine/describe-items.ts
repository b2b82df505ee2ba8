import type { Answer } from '@lyceum/contracts/courses/question';
import type { Arrangement } from './create-arrangement.ts';
import { createCorrelation } from './create-correlation.ts';
import type { Grade } from './grade-answer.ts';
import { findShown } from './score-places.ts';

/** A question in a finished attempt. */
interface AttemptItem {
  readonly questionId: string;
  readonly version: number;
  readonly arrangement: Arrangement;
  readonly answer?: Answer | undefined;
  readonly grade: Pick<Grade, 'points' | 'maxPoints' | 'fraction' | 'right'>;
}

/** How a version of a question did in finished attempts. */
export interface ItemStatistics {
  readonly questionId: string;
  readonly version: number;
  readonly attempts: number;
  readonly unanswered: number;
  /** Mean share of the points. */
  readonly facility: number;
  /** Correlation of the item with the rest of its attempt, from −1 to 1; null where it has none or there are too few attempts. */
  readonly discrimination: number | null;
  /** How often each option was chosen, in the order of the author; empty where there are none. */
  readonly chosen: number[];
}

const minAttempts = 5;

/** Describes each version of each question by the attempts it was in, in the order in which they come first. */
export function describeItems(attempts: readonly { readonly items: readonly AttemptItem[] }[]): ItemStatistics[] {
  const tallies = new Map<string, ReturnType<typeof createTally>>();
  for (const { items } of attempts) {
    const points = items.reduce((sum, { grade }) => sum + grade.points, 0);
    const maxPoints = items.reduce((sum, { grade }) => sum + grade.maxPoints, 0);
    for (const item of items) {
      const key = `${item.version} ${item.questionId}`;
      const tally = tallies.get(key) ?? createTally(item);
      tallies.set(key, tally);
      tally.add(item, { points: points - item.grade.points, maxPoints: maxPoints - item.grade.maxPoints });
    }
  }
  return [...tallies.values()].map((tally) => tally.describe());
}

/** Attempts may have drawn other questions, so the rest is compared by its share of the points. */
function createTally({ questionId, version, arrangement }: AttemptItem) {
  const hasOptions = arrangement.type === 'single' || arrangement.type === 'multiple';
  const chosen = hasOptions ? arrangement.order.map(() => 0) : [];
  const correlation = createCorrelation();
  let [attempts, unanswered, sum] = [0, 0, 0];

  function add({ answer, grade, arrangement: { order } }: AttemptItem, rest: { points: number; maxPoints: number }): void {
    attempts += 1;
    sum += grade.fraction;
    if (grade.right === 'unanswered') unanswered += 1;
    if (rest.maxPoints > 0) correlation.add(grade.fraction, rest.points / rest.maxPoints);
    for (const index of findShown(order, answer && answer.type === arrangement.type ? listPlaces(answer) : [])) {
      if (chosen[index] !== undefined) chosen[index] += 1;
    }
  }

  const describe = (): ItemStatistics => ({
    questionId,
    version,
    attempts,
    unanswered,
    facility: sum / attempts,
    discrimination: attempts < minAttempts ? null : correlation.coefficient(),
    chosen,
  });

  return { add, describe };
}

function listPlaces(answer: Answer): readonly number[] {
  if (answer.type === 'single') return [answer.choice];
  return answer.type === 'multiple' ? answer.choices : [];
}
