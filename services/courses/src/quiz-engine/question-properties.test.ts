import { answer as answerShape, questionContent } from '@lyceum/contracts/courses/question';
import { shownQuestion } from '@lyceum/contracts/courses/shown-question';
import fc from 'fast-check';
import { createArrangement } from './create-arrangement.ts';
import { createKey } from './create-key.ts';
import { gradeAnswer } from './grade-answer.ts';
import { gradeAttempt } from './grade-attempt.ts';
import { showQuestion } from './show-question.ts';

/** A word that stands nowhere but in the key. */
const secret = fc.nat(9999).map((number) => `ключ${number}`);
const words = fc.constantFrom('дом', 'лес', '**река**', '$x$', 'поле', '{{7}}');
const percent = fc.double({ min: -100, max: 100, noNaN: true });
const right = fc.record({ percent: fc.constant(100), feedback: secret });
const other = fc.record({ percent, feedback: secret });

const single = fc.record({
  type: fc.constant('single'),
  options: fc.tuple(right, fc.array(other, { minLength: 1, maxLength: 5 })).chain(([first, rest]) => withTexts([...rest, first])),
});
const multiple = fc.record({
  type: fc.constant('multiple'),
  options: fc.integer({ min: 1, max: 7 }).chain((count) =>
    withTexts(
      Array.from({ length: 8 }, (_, index) => ({
        percent: index < count ? Number((100 / count).toFixed(5)) : -10,
        feedback: '',
      })),
    ),
  ),
});
const ordering = fc.record({ type: fc.constant('ordering'), items: fc.array(words, { minLength: 2, maxLength: 8 }) });
const matching = fc.record({
  type: fc.constant('matching'),
  pairs: fc.array(fc.record({ left: words, right: words }), { minLength: 2, maxLength: 8 }),
  distractors: fc.array(words, { maxLength: 3 }),
});
const shortText = fc.record({
  type: fc.constant('short-text'),
  accepted: fc.tuple(
    fc.record({ text: secret, percent: fc.constant(100), feedback: secret }),
    fc.record({ text: fc.constantFrom('*', 'ключ*', 'дом'), percent, feedback: secret }),
  ),
});
const number = fc.record({
  type: fc.constant('number'),
  accepted: fc.tuple(
    fc.record({
      value: fc.double({ min: -1e100, max: 1e100, noNaN: true }),
      tolerance: fc.double({ min: 0, max: 1, noNaN: true }),
      percent: fc.constant(100),
    }),
  ),
});
const cloze = fc.record({
  type: fc.constant('cloze'),
  gaps: fc.array(
    fc.oneof(single, shortText, number).chain((gap) => fc.integer({ min: 1, max: 100 }).map((weight) => ({ ...gap, weight }))),
    { minLength: 1, maxLength: 5 },
  ),
});
const anyContent = fc
  .record({
    answering: fc.oneof(single, multiple, ordering, matching, shortText, number, cloze),
    points: fc.constantFrom(0, 1, 0.3, 1000),
    feedback: secret,
  })
  .map((content) => {
    const count = 'gaps' in content.answering ? content.answering.gaps.length : 0;
    const prompt = `Что? ${Array.from({ length: count }, (_, index) => `{{${index + 1}}}`).join(' ')}`;
    return questionContent.parse({ ...content, title: 'ключ', prompt });
  });

const place = fc.nat(40);
const anyAnswer = fc
  .oneof(
    fc.record({ type: fc.constant('single'), choice: place }),
    fc.record({ type: fc.constant('multiple'), choices: fc.array(place) }),
    fc.record({ type: fc.constant('ordering'), order: fc.array(place) }),
    fc.record({ type: fc.constant('matching'), matches: fc.array(fc.option(place)) }),
    fc.record({ type: fc.constantFrom('short-text', 'number'), text: fc.oneof(words, fc.string(), fc.double().map(String)) }),
    fc.record({ type: fc.constant('cloze'), gaps: fc.array(fc.option(fc.oneof(place, fc.string(), words))) }),
  )
  .map((value) => answerShape.safeParse(value).data);

function withTexts<Earning>(earnings: Earning[]) {
  return fc
    .array(words, { minLength: earnings.length, maxLength: earnings.length })
    .map((texts) => earnings.map((earning, index) => ({ ...earning, text: texts[index] })));
}

const anyDraw = fc.record({ seed: fc.string(), shuffle: fc.boolean() });
const wrongPercent = fc.double({ min: 0, max: 100, noNaN: true });

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
