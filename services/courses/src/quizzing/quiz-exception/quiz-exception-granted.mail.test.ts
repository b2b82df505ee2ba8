import { unknownId } from '../../../test/factories.ts';
import { quizExceptionGrantedMail } from './quiz-exception-granted.mail.ts';

const compose = (granted: { extraAttempts: number | null; seconds: number | null }) => {
  const place = { courseId: unknownId, courseTitle: 'Основы', lessonId: unknownId, title: 'Тест' };
  const { en, ru } = quizExceptionGrantedMail({ accountId: unknownId, data: { ...place, ...granted } }).letters;
  return [en.paragraphs[1], ru.paragraphs[1]];
};

it.each([
  [1, 'You have 1 additional attempt now.', 'Теперь у вас 1 дополнительная попытка.'],
  [2, 'You have 2 additional attempts now.', 'Теперь у вас 2 дополнительные попытки.'],
  [5, 'You have 5 additional attempts now.', 'Теперь у вас 5 дополнительных попыток.'],
  [11, 'You have 11 additional attempts now.', 'Теперь у вас 11 дополнительных попыток.'],
  [21, 'You have 21 additional attempts now.', 'Теперь у вас 21 дополнительная попытка.'],
])('%d attempts are counted in the forms of both languages', (extraAttempts, ...counted) => {
  expect(compose({ extraAttempts, seconds: null })).toEqual(counted);
});

it.each([
  [60, 'An attempt may take 1 minute now.', 'На одну попытку теперь даётся 1 минута.'],
  [90, 'An attempt may take 1.5 minutes now.', 'На одну попытку теперь даётся 1,5 минуты.'],
  [1260, 'An attempt may take 21 minutes now.', 'На одну попытку теперь даётся 21 минута.'],
  [7200, 'An attempt may take 120 minutes now.', 'На одну попытку теперь даётся 120 минут.'],
])('%d seconds are told in minutes', (seconds, ...written) => {
  expect(compose({ extraAttempts: null, seconds })).toEqual(written);
});
