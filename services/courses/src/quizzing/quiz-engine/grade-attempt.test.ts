import { getCountedPercent, gradeAttempt } from './grade-attempt.ts';

describe('gradeAttempt', () => {
  it.each([
    [[], 0, 0, 0],
    [
      [
        [1, 1],
        [0.5, 2],
      ],
      1.5,
      3,
      50,
    ],
    [
      [
        [1 / 3, 1],
        [1 / 3, 1],
        [0, 1],
      ],
      0.666667,
      3,
      22.22,
    ],
    [
      [
        [0.1, 0.1],
        [0.2, 0.2],
      ],
      0.3,
      0.3,
      100,
    ],
    [
      [
        [1, 1],
        [-3, 3],
      ],
      0,
      4,
      0,
    ],
    [[[0, 0]], 0, 0, 0],
  ])('adds up %j', (pairs, points, maxPoints, percent) => {
    const grades = pairs.map(([earned = 0, max = 0]) => ({ points: earned, maxPoints: max }));
    expect(gradeAttempt(grades)).toEqual({ points, maxPoints, percent });
  });
});

describe('getCountedPercent', () => {
  const attempts = [{ percent: 40 }, { percent: 80 }, { percent: 50.01 }];
  it.each([
    ['highest', 80],
    ['latest', 50.01],
    ['first', 40],
    ['average', 56.67],
  ] as const)('gets the %s of the attempts', (grading, percent) => {
    expect(getCountedPercent(attempts, grading)).toBe(percent);
    expect(getCountedPercent([], grading)).toBeNull();
  });
});
