import { date, email, id, line, locales, requestTimestamp, text, wholeNumber } from '@lyceum/contracts/shared/fields';
import { validationTexts } from '@lyceum/contracts/shared/validation-texts';
import { updateMe } from '@lyceum/contracts/users/profile';
import type { z } from 'zod';

const mark = '\u0301';

describe('a text', () => {
  it('may come decomposed at its full length, and is kept composed', () => {
    // Four code units, the most that any character is made of.
    const letter = '\u1f82';
    expect(line(1, 300).parse(letter.repeat(300).normalize('NFD'))).toBe(letter.repeat(300));
    expect(text(0, 4000).parse('й\n'.repeat(2000).normalize('NFD'))).toBe('й\n'.repeat(2000).trim());
  });

  it('has at most 30 combining marks in a row', () => {
    expect(line(1, 100).safeParse(`a${mark.repeat(30)}b${mark.repeat(30)}`).success).toBe(true);
    expect(line(1, 100).safeParse(`a${mark.repeat(31)}`).success).toBe(false);
  });

  it('is as long as it says when it is composed', () => {
    expect(line(1, 3).safeParse('абв').success).toBe(true);
    expect(line(1, 3).safeParse('абвг').success).toBe(false);
    expect(line(1, 3).parse('  абв ')).toBe('абв');
  });
});

describe('an e-mail address', () => {
  it.each([
    ['user@пример.рф', 'user@xn--e1afmkfd.xn--p1ai'],
    ['user@ПРИМЕР.РФ', 'user@xn--e1afmkfd.xn--p1ai'],
    ['user@xn--e1afmkfd.xn--p1ai', 'user@xn--e1afmkfd.xn--p1ai'],
    ['user@пример。рф', 'user@xn--e1afmkfd.xn--p1ai'],
    [' User@Example.ORG \n', 'user@example.org'],
    ['почта@example.org', 'почта@example.org'],
    ['и\u0306@example.org', 'й@example.org'],
    ["!#$%&'*+-/=?^_`{|}~.a@example.org", "!#$%&'*+-/=?^_`{|}~.a@example.org"],
    [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
    ['a@b.museum', 'a@b.museum'],
    ['1@1.example.org', '1@1.example.org'],
  ])('%j is kept as %j', (given, kept) => {
    expect(email.parse(given)).toBe(kept);
  });

  it.each([
    'user',
    '@example.org',
    'user@',
    'user@example',
    'a@b@example.org',
    'a b@example.org',
    '.a@example.org',
    'a.@example.org',
    'a..b@example.org',
    '"a b"@example.org',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@0x7f.1',
    'a@-example.org',
    'a@example-.org',
    'a@ex_ample.org',
    'a@example..org',
    'a@example.org.',
    'a@example.org:25',
    'a@example.org/x',
    'a@ex%61mple.org',
    'a\u200b@example.org',
    'a\u202e@example.org',
    'a@exa\nmple.org',
    'a\r\nBcc: b@example.org',
    `${'a'.repeat(65)}@example.org`,
    `${'я'.repeat(33)}@example.org`,
    `a@${'b'.repeat(64)}.org`,
    `a@${'b.'.repeat(125)}org`,
    `${'a'.repeat(2000)}@example.org`,
  ])('%j is refused', (given) => {
    expect(email.safeParse(given).success).toBe(false);
  });
});

describe('a value that the database cannot take', () => {
  it.each([
    ['a year 0', requestTimestamp, '0000-12-31T23:59:59Z'],
    ['a day of the year 0', date, '0000-02-29'],
    ['a fraction of endless digits', requestTimestamp, `2026-01-01T00:00:00.${'0'.repeat(100)}Z`],
    ['a day there is not', date, '2026-02-29'],
    ['an id with braces', id, '{01900000-0000-7000-8000-000000000000}'],
    ['a number beyond its bounds', wholeNumber(1, 100), '4294967296'],
    ['a number in hexadecimal digits', wholeNumber(1, 100), '0x10'],
    ['a number with an exponent', wholeNumber(1, 100), '1e1'],
    ['a number with spaces', wholeNumber(1, 100), ' 1 '],
    ['no number', wholeNumber(0, 100), ''],
  ])('%s is refused', (_name, schema: z.ZodType, value) => {
    expect(schema.safeParse(value).success).toBe(false);
  });
});

describe('a date or a time', () => {
  const noSuch = ['There is no such date or time', 'Такой даты или такого времени не существует'];
  const day = ['A day such as 2026-01-31 is needed', 'Нужна дата в формате ГГГГ-ММ-ДД'];
  const time = ['A time in UTC such as 2026-01-31T09:00:00Z is needed', 'Нужны дата и время UTC в формате ГГГГ-ММ-ДДTчч:мм:ссZ'];

  it.each([
    ['2026-02-31', date, noSuch],
    ['2026-13-01', date, noSuch],
    ['2100-02-29', date, noSuch],
    ['10000-01-01', date, day],
    ['5874898-01-01', date, day],
    ['+012026-01-01', date, day],
    ['tomorrow', date, day],
    ['', date, day],
    ['9'.repeat(100_000), date, day],
    ['2026-02-31T00:00:00Z', requestTimestamp, noSuch],
    ['2026-01-01T24:00:00Z', requestTimestamp, noSuch],
    ['294277-01-01T00:00:00Z', requestTimestamp, time],
    ['2026-01-01T00:00:00+03:00', requestTimestamp, time],
    [`2026-01-01T00:00:00.${'0'.repeat(100)}Z`, requestTimestamp, time],
  ])('%.40s is none, and both languages say so', (given, schema: z.ZodType, texts) => {
    const said = locales.map((locale) => schema.safeParse(given, { error: validationTexts[locale] }).error?.issues);
    expect(said.map((issues) => issues?.map(({ message }) => message))).toEqual(texts.map((text) => [text]));
  });

  it.each([
    ['0001-01-01', date],
    ['9999-12-31', date],
    ['2024-02-29', date],
    ['9999-12-31T23:59:59.999Z', requestTimestamp],
  ])('%s is one', (given, schema: z.ZodType) => {
    expect(schema.safeParse(given).success).toBe(true);
  });
});

describe('a time zone', () => {
  it.each(['Europe/Moscow', 'UTC', 'Etc/GMT+3', 'America/Argentina/Buenos_Aires'])('may be %s', (timeZone) => {
    expect(updateMe.body.safeParse({ timeZone }).success).toBe(true);
  });

  it.each(['+03:00', '-0300', '+03', '', 'Moscow', 'Europe/Moscow ', '\u0000UTC'])('may not be %j', (timeZone) => {
    expect(updateMe.body.safeParse({ timeZone }).success).toBe(false);
  });
});
