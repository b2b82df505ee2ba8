import { costGrowth, maxGrowth } from '@lyceum/testing/cost-growth';
import { matchText } from './match-text.ts';
import { parseNumber } from './parse-number.ts';

describe('matchText', () => {
  it.each([
    ['Ёлка', 'елка', true],
    ['ЕЛКА', 'ёлка', true],
    [' в   лесу\u00a0', 'в лесу', true],
    ['и\u0306', 'й', true],
    ['STRASSE', 'straße', true],
    ['ΟΔΟΣ', 'οδος', true],
    ['в лесу родилась', 'в * родилась', true],
    ['abc', '*', true],
    ['abc', 'a*', true],
    ['abc', '*c', true],
    ['abcbc', 'a*bc', true],
    ['abc', '*b*', true],
    ['axbxc', 'a*b*c', true],
    ['ac', 'a**c', true],
    ['2*2', '2\\*2', true],
    ['2x2', '2\\*2', false],
    ['a*c', 'a\\**', true],
    ['aba', 'ab*ba', false],
    ['ab', 'a', false],
    ['b', 'a*', false],
    ['acb', 'a*b*c', false],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
  ])('says of %j where %j is accepted: %s', (typed, accepted, fits) => {
    expect(matchText(typed, accepted, { caseSensitive: false })).toBe(fits);
  });

  it.each([
    ['Na', 'Na', true],
    ['NA', 'Na', false],
    ['ёж', 'еж', false],
    ['и\u0306', 'й', true],
  ])('says where case matters of %j and %j: %s', (typed, accepted, fits) => {
    expect(matchText(typed, accepted, { caseSensitive: true })).toBe(fits);
  });

  it.each([
    ['asterisks', (length: number): [string, string] => ['a'.repeat(length), `${'*a'.repeat(length / 2)}*b`]],
    ['parts that nearly fit', (length: number): [string, string] => ['a'.repeat(length), `*${'a'.repeat(length / 2)}b*`]],
    ['backslashes', (length: number): [string, string] => ['\\'.repeat(length), '\\'.repeat(length)]],
    ['spaces', (length: number): [string, string] => [' '.repeat(length), `a${' '.repeat(length)}`]],
  ])('costs no more than the texts are long: %s', async (_, build) => {
    const match = ([typed, accepted]: [string, string]) => matchText(typed, accepted, { caseSensitive: false });
    expect(await costGrowth(build(500), build(2000), match)).toBeLessThan(maxGrowth);
  });
});

describe('parseNumber', () => {
  it.each([
    ['3,14', 3.14],
    ['3.14', 3.14],
    [' 1 000 ', 1000],
    ['1\u00a0000\u202f000,5', 1000000.5],
    ['1e3', 1000],
    ['1,5E-3', 0.0015],
    ['\u22125', -5],
    ['− 5', -5],
    ['+5', 5],
    ['1/2', 0.5],
    ['-1 / 4', -0.25],
    ['.5', 0.5],
    ['5,', 5],
    ['007', 7],
    ['-0', -0],
  ])('reads %j as %d', (typed, number) => {
    expect(parseNumber(typed)).toBe(number);
  });

  it.each([
    '',
    ' ',
    '.',
    '-',
    'e5',
    'пять',
    '5 кг',
    '1,000.5',
    '1.2.3',
    '12 34',
    '3 1/2',
    '1/0',
    '0/0',
    '1/2/3',
    '0x10',
    '1e999',
    'Infinity',
    'NaN',
    '--5',
    '1'.repeat(501),
  ])('reads no number in %j', (typed) => {
    expect(parseNumber(typed)).toBeUndefined();
  });
});
