import { unknownId } from '../../../test/factories.ts';
import { digestMail } from './digest.mail.ts';

const oldest = '2026-11-20T15:00:00.000Z';

const compose = (kind: 'works' | 'discussions', count: number) => {
  const item = { courseId: unknownId, courseTitle: 'Основы', kind, count, oldest };
  const { en, ru } = digestMail({ accountId: unknownId, data: { items: [item], zone: 'UTC' } }).letters;
  return [en.paragraphs, ru.paragraphs].flat();
};

it.each([
  ['works', 1, '1 work waits for a grade, since', '1 работа ждёт оценки с'],
  ['works', 2, '2 works wait for a grade, the oldest since', '2 работы ждут оценки, самая ранняя — с'],
  ['works', 5, '5 works wait for a grade, the oldest since', '5 работ ждут оценки, самая ранняя — с'],
  ['works', 11, '11 works wait for a grade, the oldest since', '11 работ ждут оценки, самая ранняя — с'],
  ['works', 21, '21 works wait for a grade, the oldest since', '21 работа ждёт оценки, самая ранняя — с'],
  ['discussions', 1, '1 discussion waits for an answer, since', '1 обсуждение ждёт ответа с'],
  ['discussions', 2, '2 discussions wait for an answer, the oldest since', '2 обсуждения ждут ответа, самое раннее — с'],
  ['discussions', 5, '5 discussions wait for an answer, the oldest since', '5 обсуждений ждут ответа, самое раннее — с'],
  ['discussions', 11, '11 discussions wait for an answer, the oldest since', '11 обсуждений ждут ответа, самое раннее — с'],
  ['discussions', 21, '21 discussions wait for an answer, the oldest since', '21 обсуждение ждёт ответа, самое раннее — с'],
] as const)('of %s the digest counts %d in the forms of both languages', (kind, count, en, ru) => {
  expect(compose(kind, count)).toEqual([
    `“Основы”: ${en} 20 November 2026 at 15:00 (UTC).`,
    `«Основы»: ${ru} 20 ноября 2026 г. в 15:00 (UTC).`,
  ]);
});

it('counts in words what it does not list', () => {
  const item = { courseId: unknownId, courseTitle: 'Основы', kind: 'works' as const, count: 1, oldest };
  const others = Array.from({ length: 22 }, () => item);
  const { en, ru } = digestMail({ accountId: unknownId, data: { items: [item, ...others], zone: 'UTC' } }).letters;
  expect([en.paragraphs.length, en.paragraphs.at(-1), ru.paragraphs.at(-1)]).toEqual([21, 'And 3 more.', 'И ещё 3.']);
});
