import type { Answer } from '@lyceum/contracts/courses/question';
import type { Arrangement } from '../quiz-engine/create-arrangement.ts';

/** Whether an answer is of the type of its question and names places that were shown: any other would count as none. */
export function fitsShown(answer: Answer, { type, order, gaps }: Arrangement): boolean {
  if (answer.type !== type) return false;
  const isShown = (place: number) => place < order.length;
  switch (answer.type) {
    case 'single':
      return isShown(answer.choice);
    case 'multiple':
      return answer.choices.every(isShown);
    case 'ordering':
      return answer.order.every(isShown);
    case 'matching':
      return answer.matches.every((place) => place === null || isShown(place));
    case 'cloze':
      return answer.gaps.every((value, gap) => typeof value !== 'number' || value < (gaps[gap]?.length ?? 0));
    default:
      return true;
  }
}
