import { answer as answerShape, questionContent } from '@lyceum/contracts/courses/question';
import fc from 'fast-check';

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
export const anyContent = fc
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
export const anyAnswer = fc
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

export const anyDraw = fc.record({ seed: fc.string(), shuffle: fc.boolean() });
export const wrongPercent = fc.double({ min: 0, max: 100, noNaN: true });
