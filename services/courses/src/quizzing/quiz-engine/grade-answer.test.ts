import { type Answer, answer as answerShape, questionContent } from '@lyceum/contracts/courses/question';
import { gradeAnswer } from './grade-answer.ts';

const options = [
  { text: 'a', percent: 100, feedback: 'верно' },
  { text: 'b', percent: 50 },
  { text: 'c', percent: 0, feedback: 'нет' },
  { text: 'd', percent: -25 },
];
const thirds = ['a', 'b', 'c', 'd'].map((text, index) => ({ text, percent: index < 3 ? 33.33333 : -50, feedback: text }));
const accepted = [
  { text: 'Пётр', percent: 100 },
  { text: 'П*', percent: 50, feedback: 'почти' },
  { text: 'нет', percent: -10 },
];
const numbers = [
  { value: 3.14, tolerance: 0.01, percent: 100 },
  { value: 3, tolerance: 1, percent: 40 },
];
const pairs = [
  { left: '1', right: 'x' },
  { left: '2', right: 'y' },
  { left: '3', right: 'x' },
  { left: '4', right: 'z' },
];
const questions = {
  single: { type: 'single', options },
  multiple: { type: 'multiple', options: thirds },
  ordering: { type: 'ordering', items: ['a', 'b', 'c', 'd', 'e'] },
  repeating: { type: 'ordering', items: ['a', 'b', 'a', 'c', 'a'] },
  matching: { type: 'matching', pairs, distractors: ['w'] },
  text: { type: 'short-text', accepted },
  number: { type: 'number', accepted: numbers },
  cloze: {
    type: 'cloze',
    gaps: [
      { type: 'single', options, weight: 2 },
      { type: 'short-text', accepted },
      { type: 'number', accepted: numbers },
    ],
  },
};
/** What is shown is the reverse of what the author wrote. */
const orders = {
  single: [3, 2, 1, 0],
  multiple: [3, 2, 1, 0],
  ordering: [4, 3, 2, 1, 0],
  repeating: [4, 3, 2, 1, 0],
  matching: [4, 3, 1, 0],
  text: [],
  number: [],
  cloze: [],
};

function grade(name: keyof typeof questions, given: Answer | undefined, { wrongPercent = 0, points = 2, feedback = '' } = {}) {
  const prompt = name === 'cloze' ? '{{1}} {{2}} {{3}}' : 'Что?';
  const content = questionContent.parse({ title: '', prompt, answering: questions[name], points, feedback });
  const arrangement = { type: content.answering.type, order: orders[name], gaps: name === 'cloze' ? [[3, 2, 1, 0], [], []] : [] };
  return gradeAnswer(content, arrangement, given && answerShape.parse(given), { wrongPercent });
}

const single = (choice: number): Answer => ({ type: 'single', choice });
const multiple = (...choices: number[]): Answer => ({ type: 'multiple', choices });
const ordering = (...order: number[]): Answer => ({ type: 'ordering', order });
const matching = (...matches: (number | null)[]): Answer => ({ type: 'matching', matches });
const typed = (text: string): Answer => ({ type: 'short-text', text });
const number = (text: string): Answer => ({ type: 'number', text });
const cloze = (...gaps: (string | number | null)[]): Answer => ({ type: 'cloze', gaps });

describe('gradeAnswer', () => {
  it.each<[keyof typeof questions, Answer | undefined, number, string]>([
    ['single', single(3), 1, 'right'],
    ['single', single(2), 0.5, 'partly'],
    ['single', single(1), 0, 'wrong'],
    ['single', single(0), -0.25, 'wrong'],
    ['single', single(4), 0, 'unanswered'],
    ['single', multiple(3), 0, 'unanswered'],
    ['single', undefined, 0, 'unanswered'],
    ['multiple', multiple(1, 2, 3), 1, 'right'],
    ['multiple', multiple(3, 1, 2), 1, 'right'],
    ['multiple', multiple(1, 2), 0.666667, 'partly'],
    ['multiple', multiple(1, 1, 1), 0.333333, 'partly'],
    ['multiple', multiple(0, 1, 2, 3), 0.5, 'partly'],
    ['multiple', multiple(0, 1), 0, 'wrong'],
    ['multiple', multiple(0), 0, 'wrong'],
    ['multiple', multiple(1, 29), 0.333333, 'partly'],
    ['multiple', multiple(), 0, 'unanswered'],
    ['multiple', multiple(4, 29), 0, 'unanswered'],
    ['multiple', single(1), 0, 'unanswered'],
    ['ordering', ordering(4, 3, 2, 1, 0), 1, 'right'],
    ['ordering', ordering(0, 4, 3, 2, 1), 0.75, 'partly'],
    ['ordering', ordering(3, 4, 2, 1, 0), 0.5, 'partly'],
    ['ordering', ordering(0, 1, 2, 3, 4), 0, 'wrong'],
    ['ordering', ordering(4, 3), 0.25, 'partly'],
    ['ordering', ordering(4, 4, 19, 3, 3, 2, 1, 0), 1, 'right'],
    ['ordering', ordering(4), 0, 'wrong'],
    ['ordering', ordering(), 0, 'unanswered'],
    ['ordering', ordering(9, 10), 0, 'unanswered'],
    ['repeating', ordering(0, 3, 4, 1, 2), 1, 'right'],
    ['repeating', ordering(0, 1, 4, 3, 2), 0, 'wrong'],
    ['matching', matching(3, 2, 3, 1), 1, 'right'],
    ['matching', matching(3, 2, 2, 1), 0.75, 'partly'],
    ['matching', matching(3), 0.25, 'partly'],
    ['matching', matching(3, null, 3, 39), 0.5, 'partly'],
    ['matching', matching(0, 0, 0, 0, 0, 0), 0, 'wrong'],
    ['matching', matching(null, null), 0, 'unanswered'],
    ['matching', matching(4, 5), 0, 'unanswered'],
    ['text', typed(' петр '), 1, 'right'],
    ['text', typed('Павел'), 0.5, 'partly'],
    ['text', typed('НЕТ'), -0.1, 'wrong'],
    ['text', typed('да'), 0, 'wrong'],
    ['text', typed(' '), 0, 'unanswered'],
    ['number', number('3,15'), 1, 'right'],
    ['number', number('3.13'), 1, 'right'],
    ['number', number('22/7'), 1, 'right'],
    ['number', number('4'), 0.4, 'partly'],
    ['number', number('4,000001'), 0, 'wrong'],
    ['number', number('пи'), 0, 'wrong'],
    ['number', number(''), 0, 'unanswered'],
    ['number', typed('3,14'), 0, 'unanswered'],
    ['cloze', cloze(3, 'Петр', '3,14'), 1, 'right'],
    ['cloze', cloze(3, null, null), 0.5, 'partly'],
    ['cloze', cloze(2, 'П', '4'), 0.475, 'partly'],
    ['cloze', cloze(0, 'да', '0'), -0.125, 'wrong'],
    ['cloze', cloze(1), 0, 'wrong'],
    ['cloze', cloze(null, 'Петр'), 0.25, 'partly'],
    ['cloze', cloze('3', 3, 3), 0, 'unanswered'],
    ['cloze', cloze(null, ' ', ''), 0, 'unanswered'],
    ['cloze', cloze(), 0, 'unanswered'],
  ])('gives for %s and %j the share %d: %s', (name, given, fraction, right) => {
    expect(grade(name, given)).toMatchObject({ fraction, points: Math.round(fraction * 2e6) / 1e6, maxPoints: 2, right });
  });

  it.each([
    [single(1), -0.3, 'wrong'],
    [single(0), -0.3, 'wrong'],
    [single(2), 0.5, 'partly'],
    [single(3), 1, 'right'],
    [undefined, 0, 'unanswered'],
    [single(9), 0, 'unanswered'],
  ])('takes points for a wrong answer alone: %j', (given, fraction, right) => {
    expect(grade('single', given, { wrongPercent: 30 })).toMatchObject({ fraction, points: 2 * fraction, right });
  });

  it('takes no less than the option costs', () => {
    expect(grade('single', single(0), { wrongPercent: 10 }).fraction).toBe(-0.25);
  });

  it('never writes a zero below zero', () => {
    expect(grade('single', single(1), { wrongPercent: 30, points: 0 }).points).toBe(0);
    expect(grade('single', single(1)).fraction).toBe(0);
  });

  it.each<[keyof typeof questions, Answer | undefined, string[]]>([
    ['single', single(3), ['верно', 'всем']],
    ['single', single(2), ['всем']],
    ['multiple', multiple(0, 3, 3), ['a', 'd', 'всем']],
    ['text', typed('Павел'), ['почти', 'всем']],
    ['cloze', cloze(1, 'Павел', null), ['нет', 'почти', 'всем']],
    ['single', undefined, ['всем']],
  ])('tells of %s and %j what the author wrote', (name, given, feedback) => {
    expect(grade(name, given, { feedback: 'всем' }).feedback).toEqual(feedback);
  });
});
