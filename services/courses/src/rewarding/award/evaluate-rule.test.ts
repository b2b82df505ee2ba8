import { evaluateRule, type Fact, type Rule } from './evaluate-rule.ts';

const courseId = '01935e1c-0000-7000-8000-000000000001';
const occurredAt = new Date('2026-11-30T10:00:00.000Z');

const buildFact = (overrides: Partial<Fact> = {}): Fact => ({
  ...{ id: 'fact', personId: '01935e1c-0000-7000-8000-000000000002', courseId, occurredAt, ordinal: 1, courseOrdinal: 1 },
  ...{ enrolledAt: new Date('2026-11-20T10:00:00.000Z'), percent: null, attempt: null, run: null },
  ...overrides,
});

const once = (condition: Rule['condition']): Rule => ({ courseId: null, condition, repeats: 'once' });
const each = (condition: Rule['condition']): Rule => ({ courseId: null, condition, repeats: 'each' });
const five = { type: 'count', min: 5 } as const;
const percent = { type: 'percent', min: 80 } as const;
const firstAttempt = { type: 'first-attempt', min: 80 } as const;
const tenDays = { type: 'within-days', max: 10 } as const;
const week = { type: 'days-in-row', min: 7 } as const;

const toNoon = (index: number) => Date.parse(`2026-11-${20 + index}T12:00:00.000Z`);
const run = { firstDay: '2026-11-20', lastDay: '2026-11-27', reachedAt: [0, 1, 2, 3, 4, 5, 6, 7].map(toNoon) };

const cases: [string, Rule, Partial<Fact>, string | null][] = [
  ['the fourth of five', once(five), { ordinal: 4 }, null],
  ['the fifth of five', once(five), { ordinal: 5 }, 'once'],
  ['the ninth of five', once(five), { ordinal: 9 }, 'once'],
  ['the fifth of each five', each(five), { ordinal: 5 }, '1'],
  ['the ninth of each five', each(five), { ordinal: 9 }, null],
  ['the tenth of each five', each(five), { ordinal: 10 }, '2'],
  ['the fifth of all that is the first of the course', { ...once(five), courseId }, { ordinal: 5 }, null],
  ['the fifth of the course', { ...once(five), courseId }, { ordinal: 7, courseOrdinal: 5 }, 'once'],
  ['a fact of another course', { ...once(five), courseId: 'other' }, { ordinal: 5, courseOrdinal: 5 }, null],
  ['no score', each(percent), {}, null],
  ['a score just below', each(percent), { percent: 79.99 }, null],
  ['a score that is enough', each(percent), { percent: 80 }, 'fact'],
  ['the same once', once(percent), { percent: 100 }, 'once'],
  ['a good second attempt', each(firstAttempt), { percent: 100, attempt: 2 }, null],
  ['a bad first attempt', each(firstAttempt), { percent: 79, attempt: 1 }, null],
  ['a good first attempt', each(firstAttempt), { percent: 80, attempt: 1 }, 'fact'],
  ['the last moment of ten days', each(tenDays), {}, 'fact'],
  ['a moment after ten days', each(tenDays), { enrolledAt: new Date('2026-11-20T09:59:59.999Z') }, null],
  ['six days in a row of seven', each(week), { run: { ...run, reachedAt: run.reachedAt.slice(0, 6) } }, null],
  ['eight days in a row of seven', each(week), { run }, 'fact'],
  ['no days at all', once(week), {}, null],
];

describe('a rule', () => {
  it.each(cases)('gives what it should for %s', (_, rule, fact, occasion) => {
    expect(evaluateRule(rule, buildFact(fact))?.occasion ?? null).toBe(occasion);
  });

  it('is earned when the fact happened, and days in a row when the last that was needed had its minute', () => {
    expect(evaluateRule(once(percent), buildFact({ percent: 90 }))?.earnedAt).toEqual(occurredAt);
    expect(evaluateRule(once(week), buildFact({ run }))?.earnedAt).toEqual(new Date('2026-11-26T12:00:00.000Z'));
  });
});
