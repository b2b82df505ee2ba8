import type { Answer, QuestionContent } from '@lyceum/contracts/courses/question';
import type { Arrangement } from '../quiz-engine/create-arrangement.ts';
import { type Grade, gradeAnswer } from '../quiz-engine/grade-answer.ts';
import { gradeAttempt } from '../quiz-engine/grade-attempt.ts';
import { fitVersion } from './fit-version.ts';
import type { RegradeRow } from './regrade.entity.ts';

/** A question of an attempt. */
interface Item {
  readonly questionId: string;
  readonly arrangement: Arrangement;
  readonly answer: Answer | null;
  readonly grade: Grade | null;
  readonly regradeId?: string;
}

/** What was decided of a question, with its newest version; that is null when the question was deleted. */
export type Ruling = Pick<RegradeRow, 'id' | 'questionId' | 'rule'> & { readonly content: QuestionContent | null };

/** The question as it was drawn, and what a wrong answer costs in its quiz. */
export interface Drawn {
  readonly original: QuestionContent;
  readonly wrongPercent: number;
}

interface Decision {
  readonly grade: Grade;
  /** The answer does not fit the newest version, or nothing else of the attempt would count: it keeps what it has. */
  readonly isUnfit: boolean;
}

/** The graded items of an attempt with one of their questions graded by a ruling: the same again when it is done again. */
export function regradeItems<Graded extends Item>(
  items: readonly Graded[],
  ruling: Ruling,
  drawn: Drawn,
): { items: Graded[]; isUnfit: boolean } {
  const index = items.findIndex(({ questionId }) => questionId === ruling.questionId);
  const item = items[index];
  if (!item?.grade) return { items: [...items], isUnfit: false };
  const others = items.filter((one) => one !== item).flatMap(({ grade }) => grade ?? []);
  const { grade, isUnfit } = decide({ ...item, grade: item.grade }, others, ruling, drawn);
  return { items: isUnfit ? [...items] : items.with(index, { ...item, grade, regradeId: ruling.id }), isUnfit };
}

function decide(
  item: Item & { readonly grade: Grade },
  others: readonly Grade[],
  { rule, content }: Ruling,
  { original, wrongPercent }: Drawn,
): Decision {
  const { grade, answer, arrangement } = item;
  const { points } = original;
  switch (rule) {
    case 'full': {
      const right = grade.right === 'unanswered' ? 'unanswered' : 'right';
      return { grade: { ...grade, points, maxPoints: points, fraction: 1, right }, isUnfit: false };
    }
    case 'none-counts': {
      const isLast = gradeAttempt(others).maxPoints === 0;
      return { grade: isLast ? grade : { ...grade, points: 0, maxPoints: 0 }, isUnfit: isLast };
    }
    case 'corrected':
    case 'better': {
      const fitted = content && fitVersion(original, content, arrangement);
      if (answer && !fitted) return { grade, isUnfit: true };
      const newest = fitted ?? { content: { ...original, feedback: content?.feedback ?? original.feedback }, arrangement };
      const corrected = gradeAnswer(newest.content, newest.arrangement, answer ?? undefined, { wrongPercent });
      if (rule === 'corrected') return { grade: corrected, isUnfit: false };
      const first = gradeAnswer(original, arrangement, answer ?? undefined, { wrongPercent });
      return { grade: findBest([corrected, grade, first], others), isUnfit: false };
    }
  }
}

/** By what the whole attempt comes to with it: a question that was out of it may make that less. */
function findBest(grades: readonly [Grade, ...Grade[]], others: readonly Grade[]): Grade {
  const toPercent = (grade: Grade) => gradeAttempt([...others, grade]).percent;
  return grades.reduce((best, grade) => {
    const difference = toPercent(grade) - toPercent(best);
    return difference > 0 || (difference === 0 && grade.points > best.points) ? grade : best;
  });
}
