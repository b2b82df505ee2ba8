import type { PracticeQuestion } from '@lyceum/contracts/chatbot/practice';
import type { PracticeQuestionRow } from './practice-question.entity.ts';

/** What is right is shown once it is answered, with where the lesson says so. */
export function presentPracticeQuestion(row: PracticeQuestionRow): PracticeQuestion {
  const { id, quizId, kind, text, options, model, givenOption, givenText, isRight, answeredAt } = row;
  const { rightOption, rightText, passageId, place, quote } = row;
  const answer = isRight !== null &&
    answeredAt !== null && {
      ...{ option: givenOption, text: givenText, right: isRight, rightOption, rightText },
      citation: { number: 1, passageId, place, quote },
      answeredAt: answeredAt.toISOString(),
    };
  return { id, quizId, kind, text, options, model, answer: answer || null };
}
