import { unknownId } from '../../../test/factories.ts';
import { lessonsToRetakeMail } from './lessons-to-retake.mail.ts';

it.each([
  [1, 'and 1 more lesson.', 'и ещё 1 урок.'],
  [2, 'and 2 more lessons.', 'и ещё 2 урока.'],
  [5, 'and 5 more lessons.', 'и ещё 5 уроков.'],
  [11, 'and 11 more lessons.', 'и ещё 11 уроков.'],
  [21, 'and 21 more lessons.', 'и ещё 21 урок.'],
])('of 20 lessons to do again and %d more the rest is counted in the forms of both languages', (rest, inEnglish, inRussian) => {
  const titles = Array.from({ length: 20 + rest }, () => 'Типы');
  const data = { courseId: unknownId, courseTitle: 'Основы', titles, note: '' };
  const { en, ru } = lessonsToRetakeMail({ accountId: unknownId, data }).letters;
  expect(en.paragraphs[0]?.endsWith(`“Типы”, ${inEnglish}`)).toBe(true);
  expect(ru.paragraphs[0]?.endsWith(`«Типы», ${inRussian}`)).toBe(true);
});
