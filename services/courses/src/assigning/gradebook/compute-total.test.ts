import { computeTotal } from './compute-total.ts';

const result = (percent: number | null, categoryId: string | null = null, weight = 1) => ({ percent, categoryId, weight });
const category = (id: string, weight = 1, dropLowest = 0) => ({ id, title: id, weight, dropLowest });

describe('the total of results', () => {
  it.each([
    ['no results', [], { total: null }],
    ['results alike', [result(50), result(100)], { total: 75 }],
    ['results by weight', [result(50, null, 3), result(100)], { total: 62.5 }],
    ['a result that counts for nothing', [result(0, null, 0), result(80)], { total: 80 }],
    ['what is not graded yet', [result(null), result(80)], { total: 80 }],
    ['thirds', [result(100), result(100), result(0)], { total: 66.67 }],
  ])('without categories is the mean of %s', (_, results, expected) => {
    expect(computeTotal(results, { categories: [], ungraded: 'ignored' })).toMatchObject(expected);
  });

  it('counts what is not graded as zero where the course says so', () => {
    expect(computeTotal([result(null), result(80)], { categories: [], ungraded: 'zero' }).total).toBe(40);
  });

  it('is the mean of categories by weight, of those that have a result', () => {
    const categories = [category('quizzes', 60), category('essays', 40), category('exam', 100)];
    const results = [result(50, 'quizzes'), result(100, 'quizzes'), result(90, 'essays'), result(null, 'exam'), result(0)];
    expect(computeTotal(results, { categories, ungraded: 'ignored' })).toEqual({
      categories: [
        { id: 'quizzes', percent: 75 },
        { id: 'essays', percent: 90 },
        { id: 'exam', percent: null },
      ],
      total: 81,
    });
  });

  it.each([
    [0, 50],
    [1, 75],
    [2, 100],
    [9, 100],
  ])('leaves out the %i lowest of a category, but not the last one: %i', (dropLowest, percent) => {
    const results = [result(0, 'a'), result(100, 'a'), result(50, 'a')];
    expect(computeTotal(results, { categories: [category('a', 1, dropLowest)], ungraded: 'ignored' }).total).toBe(percent);
  });
});
