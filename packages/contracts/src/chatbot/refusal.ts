import { defineProblem } from '../define/problem.ts';

export const quizOpen = defineProblem('tutor.quiz_open', 409, {
  en: 'The tutor is silent while a quiz of the course is open',
  ru: 'Пока открыт тест этого курса, репетитор молчит',
});
export const questionEmpty = defineProblem('tutor.question_empty', 422, {
  en: 'There is nothing to answer',
  ru: 'Отвечать не на что',
});

/** Why a question is not taken. */
export const questionRefusals = [quizOpen, questionEmpty] as const;
