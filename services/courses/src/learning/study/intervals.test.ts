import fc from 'fast-check';
import { addInterval, type Interval, measureUncovered } from './intervals.ts';

const anyInterval = fc
  .tuple(fc.nat(60), fc.integer({ min: 1, max: 20 }))
  .map(([from, length]): Interval => [from, from + length]);
const anyList = fc.array(anyInterval, { maxLength: 12 });
const anyGap = fc.nat(3);

const addAll = (list: readonly Interval[], gap: number) =>
  list.reduce<readonly Interval[]>((sum, interval) => addInterval(sum, interval, gap), []);

/** The same as a set of points: each stands for the unit that begins at it. */
const toPoints = (list: readonly Interval[]) =>
  new Set(list.flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => from + index)));

describe('addInterval', () => {
  it.each<[string, Interval, Interval[]]>([
    [
      'before all',
      [0, 5],
      [
        [0, 5],
        [10, 20],
        [30, 40],
      ],
    ],
    [
      'after all',
      [50, 55],
      [
        [10, 20],
        [30, 40],
        [50, 55],
      ],
    ],
    [
      'between',
      [24, 26],
      [
        [10, 20],
        [24, 26],
        [30, 40],
      ],
    ],
    [
      'within',
      [12, 18],
      [
        [10, 20],
        [30, 40],
      ],
    ],
    [
      'over one end',
      [15, 25],
      [
        [10, 25],
        [30, 40],
      ],
    ],
    ['over both', [15, 35], [[10, 40]]],
    [
      'at one',
      [20, 25],
      [
        [10, 25],
        [30, 40],
      ],
    ],
    ['as near as the gap', [21, 29], [[10, 40]]],
    ['around all', [0, 50], [[0, 50]]],
  ])('adds one that lies %s', (_, interval, expected) => {
    expect(
      addInterval(
        [
          [10, 20],
          [30, 40],
        ],
        interval,
        1,
      ),
    ).toEqual(expected);
  });

  it('keeps the points of all, those between near ones too, in order and further apart than the gap', () => {
    fc.assert(
      fc.property(anyList, anyGap, (list, gap) => {
        const added = addAll(list, gap);
        const points = toPoints(added);
        expect([...toPoints(list)].filter((point) => !points.has(point))).toEqual([]);
        if (gap === 0) expect(points).toEqual(toPoints(list));
        for (const [index, [from, to]] of added.entries()) {
          expect(from).toBeLessThan(to);
          expect(from - (added[index - 1]?.[1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThan(gap);
        }
      }),
    );
  });

  it('comes to the same in any order', () => {
    const anyOrders = anyList.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(anyOrders, anyGap, ([list, shuffled], gap) => {
        expect(addAll(shuffled, gap)).toEqual(addAll(list, gap));
      }),
    );
  });
});

describe('measureUncovered', () => {
  it('counts the points that none of the others has', () => {
    fc.assert(
      fc.property(anyInterval, anyList, (interval, others) => {
        const covered = addAll(others, 0);
        expect(measureUncovered(interval, covered)).toBe(
          [...toPoints([interval])].filter((point) => !toPoints(covered).has(point)).length,
        );
      }),
    );
  });
});
