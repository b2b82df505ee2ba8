import { type QuestionContent, questionContent } from '@lyceum/contracts/courses/question';
import fc from 'fast-check';
import { exportGift } from './gift/export-gift.ts';
import { importQuestions } from './import-questions.ts';
import { exportMoodleXml } from './moodle-xml/export-moodle-xml.ts';

/** Texts of pieces that mean something to one of the formats. */
const pieces = [
  ...['a', 'Б', ' ', '\n', '\n\n', '=', '~', '#', '####', '{', '}', ':', '::', '->', '%50%', '\\', '\\n', '//', '$CATEGORY:'],
  ...[
    '[markdown]',
    '[html]',
    '[tag:x]',
    '&',
    '&amp;',
    '&#35;',
    '<b>',
    ']]>',
    '<![CDATA[',
    '"',
    "'",
    '*',
    '1..5',
    'T',
    '@@',
    '😀',
  ],
  ...['{1:SA:=a}', '{{', '}}', '$x^2$', '\\frac{1}{2}', '![x](y)', '`', '|', '#1', '–', '%', '~%', '{1:'],
];
const anyText = fc
  .oneof(
    { weight: 3, arbitrary: fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }) },
  )
  .map((text) => text.normalize('NFC').trim())
  .filter((text) => text !== '' && !/[^\P{Cc}\n]|\p{M}/u.test(text));
const anyLine = anyText.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
const anyFeedback = fc.oneof(fc.constant(''), anyText);
const anyPercent = fc.oneof(fc.integer({ min: -100, max: 99 }), fc.constantFrom(33.33333, -16.66667, 1e-7, 99.9));

/** One answer earns everything, wherever it stands. */
const withRight = <T>(answer: fc.Arbitrary<T>, min: number, max: number) =>
  fc
    .tuple(
      fc.array(fc.record({ answer, percent: anyPercent, feedback: anyFeedback }), { minLength: min, maxLength: max }),
      fc.nat(),
    )
    .map(([all, right]) =>
      all.map(({ answer: content, percent, feedback }, index) => ({
        ...content,
        percent: index === right % all.length ? 100 : percent,
        feedback,
      })),
    );

const anySingle = fc.record({ type: fc.constant('single' as const), options: withRight(fc.record({ text: anyText }), 2, 5) });
const anyMultiple = fc
  .tuple(
    fc.array(fc.record({ text: anyText, feedback: anyFeedback }), { minLength: 2, maxLength: 6 }),
    fc.integer({ min: 1, max: 3 }),
  )
  .map(([options, right]) => ({
    type: 'multiple' as const,
    options: options.map((option, index) => ({
      ...option,
      percent: index < right ? Number((100 / Math.min(right, options.length)).toFixed(5)) : -50,
    })),
  }));
const anyShortText = fc.record({
  type: fc.constant('short-text' as const),
  accepted: withRight(fc.record({ text: anyLine }), 1, 4),
  caseSensitive: fc.boolean(),
});
const anyNumber = fc.record({
  type: fc.constant('number' as const),
  accepted: withRight(
    fc.record({
      value: fc.oneof(fc.integer(), fc.double({ min: -1e100, max: 1e100, noNaN: true })).map((value) => value || 0),
      tolerance: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 10, noNaN: true })),
    }),
    1,
    4,
  ),
});
const anyMatching = fc.record({
  type: fc.constant('matching' as const),
  pairs: fc.array(fc.record({ left: anyText, right: anyLine }), { minLength: 2, maxLength: 5 }),
  distractors: fc.array(anyLine, { maxLength: 3 }),
});
const anyOrdering = fc.record({
  type: fc.constant('ordering' as const),
  items: fc.array(anyText, { minLength: 2, maxLength: 5 }),
});
const anyGap = fc
  .tuple(fc.oneof(anySingle, anyShortText, anyNumber), fc.integer({ min: 1, max: 100 }))
  .map(([gap, weight]) => ({ ...gap, weight }));

const anyRest = fc.record({
  title: fc.oneof(fc.constant(''), anyLine),
  points: fc.constantFrom(0, 1, 2.5, 1000),
  feedback: anyFeedback,
  tags: fc.uniqueArray(
    anyLine.map((tag) => tag.slice(0, 20).toWellFormed().trim()),
    { maxLength: 3 },
  ),
});
const anyFlat = fc
  .tuple(fc.oneof(anySingle, anyMultiple, anyShortText, anyNumber, anyMatching, anyOrdering), anyText, anyRest)
  .map(([answering, prompt, rest]) => ({ ...rest, prompt, answering }));
// What looks like a gap is written otherwise, and that is the next test.
const anyProse = anyText.filter((text) => !/\{\d?:?|[{}]$|^[{}]/.test(text));
const anyCloze = fc.tuple(fc.array(fc.tuple(anyProse, anyGap), { minLength: 1, maxLength: 4 }), anyRest).map(([parts, rest]) => ({
  ...rest,
  prompt: parts.map(([prose], index) => `${prose} {{${index + 1}}}`).join(' '),
  answering: { type: 'cloze' as const, gaps: parts.map(([, gap]) => gap) },
}));
const anyQuestions = fc
  .array(
    fc.oneof(anyFlat, anyCloze).filter((draft) => questionContent.safeParse(draft).success),
    { minLength: 1, maxLength: 6 },
  )
  .map((drafts) => drafts.map((draft) => questionContent.parse(draft)));

const hasArrow = ({ answering }: QuestionContent) =>
  (answering.type === 'short-text' && answering.accepted.some(({ text }) => text.includes('->'))) ||
  (answering.type === 'matching' && answering.pairs.some(({ left }) => left.includes('->')));

it('brings every question back from Moodle XML as it was', async () => {
  await fc.assert(
    fc.asyncProperty(anyQuestions, async (questions) => {
      const { text } = exportMoodleXml(questions);
      const imported = await importQuestions({ format: 'moodle-xml', bytes: Buffer.from(text) });
      expect(imported).toEqual({ questions, findings: [] });
    }),
    { numRuns: 300 },
  );
});

it('brings every question back from GIFT as it was, except what the findings name', async () => {
  await fc.assert(
    fc.asyncProperty(anyQuestions, async (questions) => {
      const { text, findings } = exportGift(questions);
      const lost = questions.filter((question) => ['ordering', 'cloze'].includes(question.answering.type) || hasArrow(question));
      expect(findings.filter(({ severity }) => severity === 'lost')).toHaveLength(lost.length);
      fc.pre(lost.length < questions.length);
      const kept = questions
        .filter((question) => !lost.includes(question))
        .map((question) => ({
          ...question,
          points: 1,
          answering:
            question.answering.type === 'short-text' ? { ...question.answering, caseSensitive: false } : question.answering,
        }));
      const imported = await importQuestions({ format: 'gift', bytes: Buffer.from(text) });
      expect(imported).toEqual({ questions: kept, findings: [] });
    }),
    { numRuns: 300 },
  );
});

it('names what GIFT cannot hold of a question that stays', () => {
  const question = questionContent.parse({
    title: 'Столица',
    prompt: 'Столица?',
    points: 2,
    answering: { type: 'short-text', accepted: [{ text: 'Москва', percent: 100 }], caseSensitive: true },
  });
  expect(exportGift([question]).findings).toMatchObject([
    { place: '1. Столица', severity: 'changed', message: { ru: expect.stringContaining('балл') } },
    { place: '1. Столица', severity: 'changed', message: { ru: expect.stringContaining('регистр') } },
  ]);
});

it('keeps prose that looks like a gap of Moodle from becoming one', async () => {
  const question = questionContent.parse({
    title: '',
    prompt: 'Write {1:SA:=a} and {{1}}',
    answering: { type: 'cloze', gaps: [{ type: 'short-text', accepted: [{ text: 'b', percent: 100 }] }] },
  });
  const { text, findings } = exportMoodleXml([question, { ...question, points: 5 }]);
  expect(findings).toMatchObject([{ place: '2', severity: 'changed' }]);
  const imported = await importQuestions({ format: 'moodle-xml', bytes: Buffer.from(text) });
  expect(imported).toMatchObject({
    questions: [{ prompt: 'Write &#123;1:SA:=a} and {{1}}', answering: question.answering }, {}],
  });
});
