import { answer as answerShape, questionContent } from '@lyceum/contracts/courses/question';
import { shownQuestion } from '@lyceum/contracts/courses/shown-question';
import fc from 'fast-check';
import { anyAnswer, anyContent, anyDraw, wrongPercent } from '../../../test/any-question.ts';
import { createArrangement } from './create-arrangement.ts';
import { createKey } from './create-key.ts';
import { gradeAnswer } from './grade-answer.ts';
import { gradeAttempt } from './grade-attempt.ts';
import { showQuestion } from './show-question.ts';

describe('any question', () => {
  it('gives all its points to an answer by its key', () => {
    fc.assert(
      fc.property(anyContent, anyDraw, wrongPercent, (content, draw, cost) => {
        const arrangement = createArrangement(content, draw);
        const grade = gradeAnswer(content, arrangement, answerShape.parse(createKey(content, arrangement)), {
          wrongPercent: cost,
        });
        expect(grade).toMatchObject({ fraction: 1, points: content.points, right: 'right' });
        expect(gradeAttempt([grade]).percent).toBe(content.points === 0 ? 0 : 100);
      }),
      { numRuns: 500 },
    );
  });

  it('gives any answer between all its points and none or, where that costs, as much below', () => {
    fc.assert(
      fc.property(anyContent, anyDraw, anyAnswer, wrongPercent, (content, draw, given, cost) => {
        const grade = gradeAnswer(content, createArrangement(content, draw), given, { wrongPercent: cost });
        expect(Math.abs(grade.fraction)).toBeLessThanOrEqual(1);
        expect(Math.abs(grade.points)).toBeLessThanOrEqual(content.points);
        expect(grade.right === 'right').toBe(grade.fraction === 1);
        expect(grade.right === 'partly').toBe(grade.fraction > 0 && grade.fraction < 1);
        if (grade.right === 'unanswered') expect(grade.fraction).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('is shown without its key', () => {
    fc.assert(
      fc.property(anyContent, anyDraw, (content, draw) => {
        const shown = showQuestion(content, createArrangement(content, draw));
        expect(shownQuestion.parse(shown)).toEqual(shown);
        expect(JSON.stringify(shown)).not.toMatch(/ключ|percent|feedback|accepted|tolerance|weight/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('createKey', () => {
  const half = { percent: 50 };
  const whole = { percent: 100 };
  const caseSensitive = true;
  it.each([
    ['an asterisk as it is typed', { type: 'short-text', accepted: [{ text: '2\\*2', ...whole }] }, '2*2'],
    ['any text as its author wrote it', { type: 'short-text', accepted: [{ text: 'в * родилась*', ...whole }] }, 'в * родилась*'],
    ['both', { type: 'short-text', accepted: [{ text: 'a\\**', ...whole }] }, 'a**'],
    [
      'a text that an earlier one does not take',
      {
        type: 'short-text',
        accepted: [
          { text: 'дом*', ...half },
          { text: 'домик', ...whole },
          { text: 'изба', ...whole },
        ],
      },
      'изба',
    ],
    [
      'a text by its letters',
      {
        type: 'short-text',
        caseSensitive,
        accepted: [
          { text: 'na', ...half },
          { text: 'Na', ...whole },
        ],
      },
      'Na',
    ],
    [
      'a number that an earlier one does not take',
      {
        type: 'number',
        accepted: [
          { value: 5, tolerance: 1, ...half },
          { value: 5.5, tolerance: 0, ...whole },
          { value: 7, tolerance: 0, ...whole },
        ],
      },
      '7',
    ],
    ['a number near zero', { type: 'number', accepted: [{ value: -1e-9, tolerance: 0, ...whole }] }, '-1e-9'],
  ])('shows %s', (_, answering, expected) => {
    const content = questionContent.parse({ title: '', prompt: 'Что?', answering });
    const arrangement = createArrangement(content, { seed: '', shuffle: false });
    const key = createKey(content, arrangement);
    expect(key).toMatchObject({ text: expected });
    expect(gradeAnswer(content, arrangement, key, { wrongPercent: 0 }).right).toBe('right');
  });

  it('shows the first right answer where none is in reach', () => {
    const accepted = [
      { text: '*', ...half },
      { text: 'дом', ...whole },
    ];
    const content = questionContent.parse({ title: '', prompt: 'Что?', answering: { type: 'short-text', accepted } });
    expect(createKey(content, createArrangement(content, { seed: '', shuffle: false }))).toMatchObject({ text: 'дом' });
  });
});
