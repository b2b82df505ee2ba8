import { describeResult, writeDate } from './certificate-words.ts';

const plain = (text: string) => text.replaceAll(/\s+/g, ' ');

it.each([
  ['ru', '2026-11-30', '30 ноября 2026 г.'],
  ['ru', '2027-01-01', '1 января 2027 г.'],
  ['en', '2026-11-30', '30 November 2026'],
] as const)('writes in %s the date %s as %s', (locale, date, written) => {
  expect(plain(writeDate(date, locale))).toBe(written);
});

it.each([
  ['ru', 1, null, '1 академический час'],
  ['ru', 72, 100, '72 академических часа · результат 100 %'],
  ['ru', 36, null, '36 академических часов'],
  ['ru', 1.5, 33.33, '1,5 академического часа · результат 33,3 %'],
  ['en', 1, null, '1 academic hour'],
  ['en', 72, 92.5, '72 academic hours · score 92.5%'],
  ['en', null, 0, 'score 0%'],
  ['en', null, null, ''],
] as const)('says in %s of %s hours and a score of %s: %s', (locale, hours, score, said) => {
  expect(plain(describeResult({ locale, hours, score }))).toBe(said);
});
