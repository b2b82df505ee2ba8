import type { PracticeFailure } from '@lyceum/contracts/chatbot/practice';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { PracticeQuizRow } from './practice-quiz.entity.ts';

const failureNotices: Readonly<Record<PracticeFailure, Texts>> = {
  'too-little-text': {
    en: 'The lesson has too little text to make questions from.',
    ru: 'В уроке слишком мало текста, чтобы составить вопросы.',
  },
  'lesson-closed': { en: 'The lesson is not open to you any more.', ru: 'Урок для вас больше не открыт.' },
  'quiz-open': {
    en: 'The tutor is silent while a quiz of the course is open.',
    ru: 'Пока открыт тест этого курса, репетитор молчит.',
  },
  interrupted: {
    en: 'Making the questions broke off on our side. Ask for a new quiz.',
    ru: 'Составление вопросов прервалось на нашей стороне. Запросите новую тренировку.',
  },
};

export function presentPracticeQuiz(row: PracticeQuizRow, locale: Locale) {
  const { id, conversationId, lessonId, kind, count, status, failure, made, answered, answeredRight: right, createdAt } = row;
  return {
    ...{ id, conversationId, lessonId, kind, count, status, failure, made, answered, right, createdAt },
    notice: failure && failureNotices[failure][locale],
  };
}
