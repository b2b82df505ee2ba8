import { defineProblem } from '../define/problem.ts';

export const quizOpen = defineProblem('tutor.quiz_open', 409, {
  en: 'The tutor is silent while a quiz of the course is open',
  ru: 'Пока открыт тест этого курса, репетитор молчит',
});
export const questionEmpty = defineProblem('tutor.question_empty', 422, {
  en: 'There is nothing to answer',
  ru: 'Отвечать не на что',
});
export const tutorSwitchedOff = defineProblem('tutor.switched_off', 403, {
  en: 'The tutor is switched off',
  ru: 'Репетитор выключен',
});
export const modeNotAllowed = defineProblem('tutor.mode_not_allowed', 403, {
  en: 'The tutor may not be asked for this',
  ru: 'Просить репетитора об этом нельзя',
});
export const tooManyQuestions = defineProblem('tutor.too_many_questions', 429, {
  en: 'Too many questions in a minute',
  ru: 'Слишком много вопросов за минуту',
});
export const dailyLimit = defineProblem('tutor.daily_limit', 429, {
  en: 'No questions are left for today',
  ru: 'Вопросы на сегодня закончились',
});
export const textRefused = defineProblem('tutor.text_refused', 422, {
  en: 'The tutor may not talk about this',
  ru: 'Репетитору нельзя об этом говорить',
});

/** Why a question is not taken whatever it is about. */
export const guardRefusals = [tutorSwitchedOff, modeNotAllowed, tooManyQuestions, dailyLimit, textRefused] as const;

/** Why a question is not taken. */
export const questionRefusals = [quizOpen, questionEmpty, ...guardRefusals] as const;
