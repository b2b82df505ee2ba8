import { calendar as calendarSchema } from '@lyceum/contracts/program-generation/program-document';
import fc from 'fast-check';
import { buildCalendar } from './build-calendar.ts';
import { add } from './distribute-hours.ts';

const lectures = (hours: number) => ({ lectures: hours, practice: 0, selfStudy: 0, assessment: 0 });
const modules = (hours: readonly number[]) => hours.map((total, index) => ({ id: `m${index + 1}`, hours: lectures(total) }));

describe('buildCalendar', () => {
  it('spreads all hours evenly over as few weeks as the limit allows, in the order of the programme', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 36 }),
        fc.integer({ min: 1, max: 54 }),
        (hours, finalHours, weeklyLimit) => {
          const weeks = buildCalendar(modules(hours), finalHours, weeklyLimit);
          expect(calendarSchema.parse({ weeklyLimit, weeks }).weeks).toEqual(weeks);
          const loads = weeks.map(({ load }) => add(load.map((part) => part.hours)));
          expect(Math.max(...loads)).toBeLessThanOrEqual(weeklyLimit);
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
          expect(weeks).toHaveLength(Math.ceil((add(hours) + finalHours) / weeklyLimit));
          const inOrder = weeks.flatMap(({ load }) =>
            load.flatMap((part) => Array.from({ length: part.hours }, () => part.module)),
          );
          expect(inOrder).toEqual([
            ...modules(hours).flatMap(({ id, hours: row }) => Array.from({ length: row.lectures }, () => id)),
            ...Array.from({ length: finalHours }, () => 'final'),
          ]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('holds the longest programme at one hour a week', () => {
    const weeks = buildCalendar(modules([1964]), 36, 1);
    expect(calendarSchema.parse({ weeklyLimit: 1, weeks }).weeks).toHaveLength(2000);
  });

  it('has no weeks where there are no hours', () => {
    expect(buildCalendar(modules([0, 0]), 0, 36)).toEqual([]);
  });
});
