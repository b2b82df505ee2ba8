import { unknownId } from '../../../test/factories.ts';
import { attemptRegradedMail } from './attempt-regraded.mail.ts';

const attempts = [{ number: 2, pointsBefore: 0.5, maxPointsBefore: 2, points: 1, maxPoints: 1 }];

const compose = (data: { attempts: typeof attempts }) =>
  attemptRegradedMail({ accountId: unknownId, data: { courseId: unknownId, lessonId: unknownId, title: 'Типы', ...data } })
    .letters;

it('tells in both languages what each attempt had and has', () => {
  const { en, ru } = compose({ attempts });
  expect([en.subject, ru.subject]).toEqual([
    'Your points in the quiz “Типы” were counted anew',
    'Ваши баллы за тест «Типы» пересчитаны',
  ]);
  expect(en.paragraphs).toContain('Attempt 2: 1 of 1 points, before 0.5 of 2.');
  expect(ru.paragraphs).toContain('Попытка 2: баллы 1 из 1, раньше 0,5 из 2.');
  expect(ru.action?.path).toBe(`/courses/${unknownId}/lessons/${unknownId}`);
});

it('tells no points where learners see none', () => {
  const { en, ru } = compose({ attempts: [] });
  expect([en.paragraphs.length, ru.paragraphs.length]).toEqual([2, 2]);
});
