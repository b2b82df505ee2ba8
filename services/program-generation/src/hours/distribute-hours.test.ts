import fc from 'fast-check';
import { add, apportion, distribute, splitEvenly } from './distribute-hours.ts';

const hours = fc.integer({ min: 0, max: 2000 });

describe('splitEvenly', () => {
  it('adds up with parts that differ by one at most, the last of them among the largest', () => {
    fc.assert(
      fc.property(hours, fc.integer({ min: 1, max: 60 }), (total, parts) => {
        const split = splitEvenly(total, parts);
        expect(split).toHaveLength(parts);
        expect(add(split)).toBe(total);
        expect(Math.max(...split) - Math.min(...split)).toBeLessThanOrEqual(1);
        expect(split.at(-1)).toBe(Math.max(...split));
      }),
    );
  });
});

describe('apportion', () => {
  it('adds up and stays within one of the exact share', () => {
    fc.assert(
      fc.property(hours, fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 8 }), (total, weights) => {
        fc.pre(add(weights) > 0);
        const amounts = apportion(total, weights);
        expect(add(amounts)).toBe(total);
        amounts.forEach((amount, index) => {
          expect(Math.abs(amount - (total * (weights[index] ?? 0)) / add(weights))).toBeLessThan(1);
        });
      }),
    );
  });

  it('gives nothing where nothing weighs', () => {
    expect(apportion(0, [0, 0])).toEqual([0, 0]);
  });

  it('gives the odd hour to the first of equals', () => {
    expect(apportion(3, [1, 1])).toEqual([2, 1]);
  });
});

describe('distribute', () => {
  it('keeps the sums of rows and of columns without a negative number', () => {
    const columns = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(columns, fc.integer({ min: 1, max: 60 }), (columnSums, rows) => {
        const rowSums = splitEvenly(add(columnSums), rows);
        const table = distribute(rowSums, columnSums);
        expect(table.map(add)).toEqual(rowSums);
        expect(columnSums.map((_, column) => add(table.map((row) => row[column] ?? 0)))).toEqual(columnSums);
        expect(Math.min(...table.flat())).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
