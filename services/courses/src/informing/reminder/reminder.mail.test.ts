import { unknownId } from '../../../test/factories.ts';
import { reminderMail } from './reminder.mail.ts';

const item = { courseId: unknownId, courseTitle: 'Основы', lesson: null, at: '2026-11-21T16:00:00.000Z' };

it.each([
  [1, 'And 1 more date.', 'И ещё 1 срок.'],
  [2, 'And 2 more dates.', 'И ещё 2 срока.'],
  [5, 'And 5 more dates.', 'И ещё 5 сроков.'],
  [11, 'And 11 more dates.', 'И ещё 11 сроков.'],
  [21, 'And 21 more dates.', 'И ещё 21 срок.'],
])('a reminder of 20 dates and %d more counts the rest in the forms of both languages', (rest, ...counted) => {
  const others = Array.from({ length: 19 + rest }, () => item);
  const { en, ru } = reminderMail({ accountId: unknownId, data: { items: [item, ...others], zone: 'UTC' } }).letters;
  expect([en.paragraphs.at(-1), ru.paragraphs.at(-1)]).toEqual(counted);
});
