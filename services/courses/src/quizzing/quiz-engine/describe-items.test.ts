import type { Answer } from '@lyceum/contracts/courses/question';
import { costGrowth, maxGrowth } from '@lyceum/testing/cost-growth';
import { describeItems } from './describe-items.ts';

const arrangement = { type: 'multiple', order: [2, 0, 1], gaps: [] } as const;

function item(questionId: string, fraction: number, { choices, version = 1 }: { choices?: number[]; version?: number } = {}) {
  const answer: Answer | undefined = choices && { type: 'multiple', choices };
  const right: 'right' | 'wrong' | 'unanswered' = fraction === 1 ? 'right' : 'wrong';
  return {
    questionId,
    version,
    arrangement,
    answer,
    grade: { points: fraction, maxPoints: 1, fraction, right: choices ? right : ('unanswered' as const) },
  };
}

/** Attempts in which two questions earned these shares. */
const attempts = (pairs: [number, number][]) =>
  pairs.map(([a, b]) => ({ items: [item('a', a, { choices: [0] }), item('b', b, { choices: [0] })] }));

describe('describeItems', () => {
  it('counts what was chosen by the order of the author, and what was not answered', () => {
    const [statistics] = describeItems([
      { items: [item('a', 1, { choices: [0, 1] })] },
      { items: [item('a', 0, { choices: [2, 2, 9] })] },
      { items: [item('a', 0.5, { choices: [0] })] },
      { items: [item('a', 0)] },
    ]);
    expect(statistics).toEqual({
      questionId: 'a',
      version: 1,
      attempts: 4,
      unanswered: 1,
      facility: 0.375,
      discrimination: null,
      chosen: [1, 1, 2],
    });
  });

  it.each<[string, [number, number][], number | null]>([
    [
      'with the rest',
      [
        [1, 1],
        [0, 0],
        [1, 1],
        [0, 0],
        [1, 1],
      ],
      1,
    ],
    [
      'against the rest',
      [
        [1, 0],
        [0, 1],
        [1, 0],
        [0, 1],
        [1, 0],
      ],
      -1,
    ],
    // Means 0.6 and 0.5; products 0.5, squares 1.2 and 0.5.
    [
      'somewhat with the rest',
      [
        [1, 1],
        [1, 0.5],
        [1, 0.5],
        [0, 0],
        [0, 0.5],
      ],
      0.5 / Math.sqrt(1.2 * 0.5),
    ],
    [
      'not with a rest that does not vary',
      [
        [1, 0.1],
        [0, 0.1],
        [1, 0.1],
        [0, 0.1],
        [1, 0.1],
      ],
      null,
    ],
    [
      'not where it does not vary itself',
      [
        [1, 1],
        [1, 0],
        [1, 1],
        [1, 0],
        [1, 1],
      ],
      null,
    ],
    [
      'not in four attempts',
      [
        [1, 1],
        [0, 0],
        [1, 1],
        [0, 0],
      ],
      null,
    ],
  ])('tells whether an item goes %s', (_, pairs, discrimination) => {
    const found = describeItems(attempts(pairs))[0]?.discrimination;
    if (discrimination === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(discrimination, 12);
  });

  it('has no discrimination where there is nothing else in the attempts', () => {
    expect(describeItems([1, 0, 1, 0, 1].map((fraction) => ({ items: [item('a', fraction)] })))[0]?.discrimination).toBeNull();
  });

  it('keeps versions of a question apart', () => {
    const items = [item('a', 1, { version: 1 }), item('a', 0, { version: 2 }), item('b', 1)];
    expect(describeItems([{ items }]).map(({ questionId, version, facility }) => [questionId, version, facility])).toEqual([
      ['a', 1, 1],
      ['a', 2, 0],
      ['b', 1, 1],
    ]);
  });

  it('says nothing of options where an answer is typed, or of another type', () => {
    const typed = {
      ...item('a', 1),
      arrangement: { type: 'number', order: [], gaps: [] },
      answer: { type: 'number', text: '1' },
    } as const;
    const foreign = { ...item('b', 0), answer: { type: 'single', choice: 0 } } as const;
    expect(describeItems([{ items: [typed, foreign] }]).map(({ chosen }) => chosen)).toEqual([[], [0, 0, 0]]);
  });

  it('costs no more than there are attempts', async () => {
    const build = (count: number) =>
      Array.from({ length: count }, (_, attempt) => ({
        items: Array.from({ length: 40 }, (__, index) =>
          item(`q${index}`, (attempt * (index + 3)) % 2, { choices: [index % 3] }),
        ),
      }));
    expect(await costGrowth(build(500), build(2000), describeItems)).toBeLessThan(maxGrowth);
  });
});
