import { createToDay } from '../../learning/study/calendar.ts';
import type { Interval } from '../../learning/study/intervals.ts';
import { countStreak, findRuns } from './streaks.ts';

const minute = (from: string, seconds = 60): Interval => [Date.parse(from), Date.parse(from) + seconds * 1000];

const toFirstAndLast = (windows: readonly Interval[], timeZone: string) =>
  findRuns(windows, createToDay(timeZone)).map(({ firstDay, lastDay, reachedAt }) => [firstDay, lastDay, reachedAt.length]);

const noons = (...days: string[]) => days.map((day) => minute(`${day}T12:00:00Z`));

const tables: [string, string, Interval[], [string, string, number][]][] = [
  ['nobody studied', 'UTC', [], []],
  ['a day has a second too little', 'UTC', [minute('2026-11-30T12:00:00Z', 59)], []],
  [
    'a minute is in two parts',
    'UTC',
    [minute('2026-11-30T08:00:00Z', 30), minute('2026-11-30T20:00:00Z', 30)],
    [['2026-11-30', '2026-11-30', 1]],
  ],
  ['a minute is cut by midnight', 'UTC', [minute('2026-11-29T23:59:30Z')], []],
  ['two minutes are cut by midnight', 'UTC', [minute('2026-11-29T23:59:00Z', 120)], [['2026-11-29', '2026-11-30', 2]]],
  [
    'a day lies between',
    'UTC',
    noons('2026-11-27', '2026-11-28', '2026-11-30'),
    [
      ['2026-11-27', '2026-11-28', 2],
      ['2026-11-30', '2026-11-30', 1],
    ],
  ],
  ['a year ends', 'UTC', noons('2026-12-31', '2027-01-01'), [['2026-12-31', '2027-01-01', 2]]],
  [
    'a leap year has a day more',
    'UTC',
    noons('2028-02-28', '2028-03-01'),
    [
      ['2028-02-28', '2028-02-28', 1],
      ['2028-03-01', '2028-03-01', 1],
    ],
  ],
  ['windows come in any order', 'UTC', noons('2026-11-30', '2026-11-29'), [['2026-11-29', '2026-11-30', 2]]],
  [
    'a day has 23 hours',
    'Europe/Berlin',
    [minute('2026-03-28T22:59:00Z'), minute('2026-03-29T21:59:00Z'), minute('2026-03-29T22:00:00Z')],
    [['2026-03-28', '2026-03-30', 3]],
  ],
  [
    'a day has 25 hours',
    'Europe/Berlin',
    [minute('2026-10-24T21:59:00Z'), minute('2026-10-25T22:59:00Z'), minute('2026-10-25T23:00:00Z')],
    [['2026-10-24', '2026-10-26', 3]],
  ],
  ['a day begins at one o’clock', 'Africa/Cairo', [minute('2026-04-23T21:59:00Z', 120)], [['2026-04-23', '2026-04-24', 2]]],
  [
    'Kiritimati is a day ahead',
    'Pacific/Kiritimati',
    [minute('2026-11-29T10:00:00Z'), minute('2026-11-29T09:59:00Z')],
    [['2026-11-29', '2026-11-30', 2]],
  ],
  [
    'Pago Pago is a day behind',
    'Pacific/Pago_Pago',
    [minute('2026-11-30T10:59:00Z'), minute('2026-11-30T11:00:00Z')],
    [['2026-11-29', '2026-11-30', 2]],
  ],
  [
    'a window has more than two days',
    'UTC',
    [[Date.parse('2026-11-28T12:00:00Z'), Date.parse('2026-11-30T12:00:00Z')]],
    [['2026-11-28', '2026-11-30', 3]],
  ],
  [
    'a window ends at midnight',
    'UTC',
    [[Date.parse('2026-11-29T12:00:00Z'), Date.parse('2026-11-30T00:00:00Z')]],
    [['2026-11-29', '2026-11-29', 1]],
  ],
];

describe('runs of days of study', () => {
  it.each(tables)('are right when %s', (_, timeZone, windows, runs) => {
    expect(toFirstAndLast(windows, timeZone)).toEqual(runs);
  });

  it('are counted anew in another zone, from the same windows', () => {
    const windows = [minute('2026-11-28T23:00:00Z'), minute('2026-11-29T01:00:00Z')];
    expect(toFirstAndLast(windows, 'UTC')).toEqual([['2026-11-28', '2026-11-29', 2]]);
    expect(toFirstAndLast(windows, 'Asia/Tokyo')).toEqual([['2026-11-29', '2026-11-29', 1]]);
    expect(toFirstAndLast(windows, 'America/New_York')).toEqual([['2026-11-28', '2026-11-28', 1]]);
  });
});

it('tells when a day had its minute, whatever order the windows come in', () => {
  const windows = [minute('2026-11-30T20:00:00Z', 30), minute('2026-11-30T08:00:00Z', 40), minute('2026-11-30T22:00:00Z')];
  const [run] = findRuns(windows, createToDay('UTC'));
  expect(run?.reachedAt).toEqual([Date.parse('2026-11-30T20:00:20Z')]);
});

describe('a streak', () => {
  const runs = findRuns(noons('2026-11-20', '2026-11-21', '2026-11-22', '2026-11-28', '2026-11-29'), createToDay('UTC'));

  it.each([
    ['goes on today', '2026-11-29', 2],
    ['is not broken by a today without study', '2026-11-30', 2],
    ['is broken when yesterday is over without study', '2026-12-01', 0],
  ])('%s', (_, today, current) => {
    expect(countStreak(runs, today)).toEqual({ current, longest: 3 });
  });

  it('is of no days without study', () => {
    expect(countStreak([], '2026-11-30')).toEqual({ current: 0, longest: 0 });
  });
});
