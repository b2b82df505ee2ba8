import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const folder = join(import.meta.dirname, '../../bench/data/tutor');
const readSet = <T>(file: string, schema: z.ZodType<T>): T =>
  schema.parse(JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')));

const passageSet = z.strictObject({
  courses: z.array(z.strictObject({ id: z.string(), lang: z.enum(['ru', 'en', 'mixed']), title: z.string() })),
  passages: z.array(
    z.strictObject({
      id: z.string(),
      course: z.string(),
      lesson: z.string(),
      headingPath: z.tuple([z.string(), z.string(), z.string()]),
      text: z.string(),
      language: z.enum(['ru', 'en']),
    }),
  ),
});
const answered = ['plain', 'paraphrase', 'inflected', 'typo', 'translit', 'english-in-russian', 'russian-for-english', 'trap'];
const unanswerable = ['unanswerable/off-topic', 'unanswerable/near', 'unanswerable/other-course'];
const asked = (kinds: readonly string[]) =>
  z.array(
    z.strictObject({
      id: z.string(),
      course: z.string(),
      passage: z.string().nullable(),
      kind: z.enum(kinds),
      question: z.string().min(1),
    }),
  );

const passageSets = ['passages', 'passages-2'].map((file) => readSet(file, passageSet));
const courses = new Map(passageSets.flatMap((set) => set.courses).map((course) => [course.id, course]));
const passages = passageSets.flatMap((set) => set.passages);
const courseByPassage = new Map(passages.map(({ id, course }) => [id, course]));

const sets = {
  questions: readSet('questions', asked([...answered, ...unanswerable])),
  'questions-2': readSet('questions-2', asked([...answered, ...unanswerable])),
  'deep-paraphrase': readSet('deep-paraphrase', asked(['deep-paraphrase'])),
  'deep-paraphrase-2': readSet('deep-paraphrase-2', asked(['deep-paraphrase'])),
  'on-topic-without-answer': readSet('on-topic-without-answer', asked(['unanswerable/on-topic-no-answer'])),
  'on-topic-without-answer-2': readSet('on-topic-without-answer-2', asked(['unanswerable/on-topic-no-answer'])),
};
const questions = Object.values(sets).flat();

const withoutCaseAndMarks = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

function countByKind(set: readonly { kind: string }[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(set, ({ kind }) => kind)].map(([kind, ofKind]) => [kind, ofKind.length]));
}

it('gives every course, passage and question an id of its own', () => {
  expect(repeated(passageSets.flatMap((set) => set.courses.map(({ id }) => id)))).toEqual([]);
  expect(repeated(passages.map(({ id }) => id))).toEqual([]);
  expect(repeated(questions.map(({ id }) => id))).toEqual([]);
});

it('has no text twice, and no question twice in a course whatever its case and marks', () => {
  expect(repeated([...passages.map(({ text }) => text), ...questions.map(({ question }) => question)])).toEqual([]);
  expect(repeated(questions.map(({ course, question }) => `${course}: ${withoutCaseAndMarks(question)}`))).toEqual([]);
});

it('puts every passage in a lesson of its course, under headings of their own', () => {
  const strays = passages.filter(({ course, headingPath }) => courses.get(course)?.title !== headingPath[0]);
  expect(strays).toEqual([]);
  expect(repeated(passages.map(({ headingPath }) => headingPath.join(' > ')))).toEqual([]);
  const titles = new Set(passages.map(({ course, lesson, headingPath }) => `${course} ${lesson} ${headingPath[1]}`));
  expect(titles.size).toBe(new Set(passages.map(({ lesson }) => lesson)).size);
});

it('has 22 to 30 passages of 60 to 90 words in each course of the second set', () => {
  const [, second] = passageSets;
  const sizes = (second?.courses ?? []).map(({ id }) => second?.passages.filter(({ course }) => course === id).length);
  expect(sizes).toEqual([26, 24, 24]);
  const words = (text: string) => text.match(/[\p{L}\p{N}'’-]+/gu)?.length ?? 0;
  expect(second?.passages.filter(({ text }) => words(text) < 60 || words(text) > 90)).toEqual([]);
});

it('names for each answer a passage of the course that is asked, and none where the course has no answer', () => {
  const wrong = questions.filter(({ course, passage, kind }) =>
    kind.startsWith('unanswerable/')
      ? passage !== null || !courses.has(course)
      : passage === null || courseByPassage.get(passage) !== course,
  );
  expect(wrong).toEqual([]);
});

it('asks at least once for each passage of the second set', () => {
  const named = new Set(sets['questions-2'].map(({ passage }) => passage));
  expect(passageSets[1]?.passages.filter(({ id }) => !named.has(id))).toEqual([]);
});

it('asks in words in which Latin and Cyrillic letters do not mix', () => {
  const mixed = questions.filter(({ question }) =>
    /\p{Script=Latin}\p{Script=Cyrillic}|\p{Script=Cyrillic}\p{Script=Latin}/u.test(question),
  );
  expect(mixed).toEqual([]);
});

it('asks some four hundred and ninety questions, of every kind', () => {
  const both = [...sets.questions, ...sets['questions-2']];
  expect(both.length).toBeGreaterThanOrEqual(300);
  expect(countByKind(both)).toEqual({
    plain: 127,
    paraphrase: 82,
    trap: 45,
    typo: 39,
    inflected: 31,
    translit: 27,
    'english-in-russian': 25,
    'russian-for-english': 25,
    'unanswerable/near': 49,
    'unanswerable/off-topic': 20,
    'unanswerable/other-course': 18,
  });
});

it('measures apart what a search by words can neither find nor reject', () => {
  const apart = [
    ...sets['deep-paraphrase'],
    ...sets['deep-paraphrase-2'],
    ...sets['on-topic-without-answer'],
    ...sets['on-topic-without-answer-2'],
  ];
  expect(countByKind(apart)).toEqual({ 'deep-paraphrase': 61, 'unanswerable/on-topic-no-answer': 40 });
});
