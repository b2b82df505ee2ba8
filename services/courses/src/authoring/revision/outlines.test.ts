import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import type { ChangeChoice } from '@lyceum/contracts/courses/revision';
import fc from 'fast-check';
import { type Contents, compareOutlines, isReordered } from './compare-outlines.ts';
import { mergeOutlines } from './merge-outlines.ts';
import { listLessons, type Outline, type OutlineLesson } from './outline.ts';

const buildLesson = (id: string, overrides: Partial<OutlineLesson> = {}): OutlineLesson => ({
  id,
  versionId: `${id} 1`,
  title: id.toUpperCase(),
  type: 'text',
  required: true,
  completion: { rule: 'opened', seconds: 0 },
  opening: { opens: 'at-once' },
  ...overrides,
});

const toLesson = (lesson: string | OutlineLesson) => (typeof lesson === 'string' ? buildLesson(lesson) : lesson);

const buildOutline = (modules: Record<string, (string | OutlineLesson)[]>): Outline => ({
  title: 'Курс',
  sequential: true,
  modules: Object.entries(modules).map(([id, lessons]) => ({ id, title: id, summary: '', lessons: lessons.map(toLesson) })),
});

type Block = [id: string, words: string];
const buildText = (...blocks: Block[]): LessonContent => ({
  type: 'text',
  blocks: blocks.map(([id, text]) => ({ id, type: 'markdown', text })),
});
const toContents = (contents: Record<string, LessonContent>): Contents =>
  new Map(Object.entries(contents).map(([id, content]) => [id, { content, pools: [] }]));
const toIds = (outline: Outline) =>
  outline.modules.map(({ id, lessons }) => [id, ...lessons.map((lesson) => lesson.id)].join(' '));

describe('compareOutlines', () => {
  const compare = (before: OutlineLesson[], after: OutlineLesson[], contents: { before: Contents; after: Contents }) =>
    compareOutlines(
      { outline: buildOutline({ m: before }), contents: contents.before },
      { outline: buildOutline({ m: after }), contents: contents.after },
    );
  const same = toContents({ a: buildText(['x', '1']), b: buildText(['x', '1']), c: buildText(['x', '1']) });

  it('tells of what is new, different and gone, and what can be chosen for each', () => {
    const [a, b, c] = [buildLesson('a'), buildLesson('b'), buildLesson('c')];
    const changes = compare([a, b], [c, { ...b, title: 'Иначе' }], { before: same, after: same });
    const none = { aspects: [], blocks: [] };
    expect(changes).toEqual([
      { ...none, lessonId: 'c', title: 'C', change: 'added', choices: ['migrate', 'keep'], default: 'migrate' },
      {
        ...{ ...none, lessonId: 'b', title: 'Иначе', change: 'changed', aspects: ['title'] },
        ...{ choices: ['migrate', 'keep', 'retake'], default: 'migrate' },
      },
      { ...none, lessonId: 'a', title: 'A', change: 'removed', choices: ['keep', 'migrate'], default: 'keep' },
    ]);
  });

  it.each<[string, Partial<OutlineLesson>]>([
    ['title', { title: 'Иначе' }],
    ['rule', { completion: { rule: 'opened', seconds: 1 } }],
    ['opening', { opening: { opens: 'after', days: 1 } }],
    ['required', { required: false }],
  ])('names the aspect that is different: %s', (aspect, overrides) => {
    const changes = compare([buildLesson('a')], [buildLesson('a', overrides)], { before: same, after: same });
    expect(changes.map(({ aspects }) => aspects)).toEqual([[aspect]]);
  });

  it('compares what lessons are made of and nothing else that is known of them', () => {
    const rich = new Map([...same].map(([id, parts]) => [id, { ...parts, hash: 'of the draft', words: '1' }]));
    expect(compare([buildLesson('a')], [buildLesson('a', { versionId: 'a 2' })], { before: same, after: rich })).toEqual([]);
  });

  it('shows another question of a quiz as a change of its content', () => {
    const quiz: LessonContent = toQuiz();
    const side = (version: number): Contents =>
      new Map([['a', { content: quiz, pools: [{ draw: null, questions: [{ version }] }] }]]);
    const changes = compare([buildLesson('a')], [buildLesson('a')], { before: side(1), after: side(2) });
    expect(changes).toMatchObject([{ aspects: ['content'], blocks: [] }]);
  });

  it.each<[string, Block[], Block[], string[]]>([
    [
      'one more',
      [['a', '1']],
      [
        ['a', '1'],
        ['b', '2'],
      ],
      ['b added'],
    ],
    [
      'one that is gone',
      [
        ['a', '1'],
        ['b', '2'],
      ],
      [['b', '2']],
      ['a removed'],
    ],
    [
      'one with other words',
      [
        ['a', '1'],
        ['b', '2'],
      ],
      [
        ['a', '0'],
        ['b', '2'],
      ],
      ['a changed'],
    ],
    [
      'two that changed places',
      [
        ['a', '1'],
        ['b', '2'],
      ],
      [
        ['b', '2'],
        ['a', '1'],
      ],
      ['b moved', 'a moved'],
    ],
    [
      'one that moved',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ],
      [
        ['c', '3'],
        ['a', '1'],
        ['b', '2'],
      ],
      ['c moved', 'a moved'],
    ],
  ])('tells of the blocks of a text: %s', (_, before, after, expected) => {
    const contents = { before: toContents({ a: buildText(...before) }), after: toContents({ a: buildText(...after) }) };
    const [change] = compare([buildLesson('a')], [buildLesson('a')], contents);
    expect(change?.blocks.map((block) => `${block.id} ${block.change}`)).toEqual(expected);
  });
});

const toQuiz = (): LessonContent => ({
  type: 'quiz',
  description: '',
  settings: {
    ...{ questions: [], shuffle: true, timeLimitSeconds: null, maxAttempts: null, retryAfterSeconds: 0 },
    ...{ wrongPercent: 0, grading: 'highest', review: 'answers' },
  },
});

describe('isReordered', () => {
  it.each([
    ['lessons stand in another order', { m: ['b', 'a'] }, true],
    ['a lesson is in another module', { m: ['a'], n: ['b'] }, true],
    ['a module is new', { m: ['a', 'b'], n: [] }, true],
    ['a lesson is new', { m: ['a', 'c', 'b'] }, false],
    ['a lesson is gone', { m: ['b'] }, false],
  ])('says when %s', (_, after, expected) => {
    expect(isReordered(buildOutline({ m: ['a', 'b'] }), buildOutline(after))).toBe(expected);
  });
});

describe('mergeOutlines', () => {
  const changed = buildLesson('b', { versionId: 'b 2' });
  const before = buildOutline({ m: ['a', 'b', 'x', 'c'] });
  it.each<[string, Outline, Record<string, ChangeChoice>, string[]]>([
    ['a lesson that is gone behind its predecessor', buildOutline({ m: ['a', 'b', 'c'] }), { x: 'keep' }, ['m a b x c']],
    ['it behind the predecessor that moved', buildOutline({ m: ['c', 'a', 'b'] }), { x: 'keep' }, ['m c a b x']],
    ['it first when it has none', buildOutline({ m: ['c'] }), { a: 'keep', b: 'migrate', x: 'migrate' }, ['m a c']],
    ['it in the order it had with others', buildOutline({ m: ['c'] }), { a: 'keep', b: 'keep', x: 'keep' }, ['m a b x c']],
    ['its module, when that is gone', buildOutline({ n: ['a', 'b', 'c'] }), { x: 'keep' }, ['n a b c', 'm x']],
    ['no lesson that is gone with migrate', buildOutline({ m: ['a', 'b', 'c'] }), { x: 'migrate' }, ['m a b c']],
    ['no new lesson that they need not do', buildOutline({ m: ['a', 'b', 'x', 'y', 'c'] }), { y: 'keep' }, ['m a b x c']],
  ])('leaves %s', (_, after, choices, expected) => {
    expect(toIds(mergeOutlines(before, after, new Map(Object.entries(choices))))).toEqual(expected);
  });

  it.each<[ChangeChoice | undefined, string]>([
    ['keep', 'b 1'],
    ['migrate', 'b 2'],
    ['retake', 'b 2'],
    [undefined, 'b 1'],
  ])('with %s gives of a lesson that is different the version %s', (choice, versionId) => {
    const choices = new Map(choice ? [['b', choice]] : []);
    const merged = mergeOutlines(before, buildOutline({ m: ['a', changed, 'x', 'c'] }), choices);
    expect(listLessons(merged).find(({ id }) => id === 'b')?.versionId).toBe(versionId);
  });

  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const anyOutline = (version: number) =>
    fc
      .tuple(
        fc.shuffledSubarray(ids),
        fc.shuffledSubarray(['m', 'n', 'o'], { minLength: 1 }),
        fc.array(fc.nat(2), { minLength: 7, maxLength: 7 }),
      )
      .map(([lessons, modules, places]) =>
        buildOutline(
          Object.fromEntries(
            modules.map((id, index) => [
              id,
              lessons
                .filter((_, place) => (places[place] ?? 0) % modules.length === index)
                .map((lesson) => buildLesson(lesson, { versionId: `${lesson} ${version}` })),
            ]),
          ),
        ),
      );
  const toAll = (choice: ChangeChoice) => new Map(ids.map((id) => [id, choice]));
  const toVersions = (outline: Outline) =>
    listLessons(outline)
      .map(({ versionId }) => versionId)
      .toSorted();

  it('gives exactly the new outline where all is migrated, and all the old lessons where all is kept', () => {
    fc.assert(
      fc.property(anyOutline(1), anyOutline(2), (old, now) => {
        expect(mergeOutlines(old, now, toAll('migrate'))).toEqual(now);
        expect(toVersions(mergeOutlines(old, now, toAll('keep')))).toEqual(toVersions(old));
      }),
      { numRuns: 500 },
    );
  });

  it('has each lesson and module once, and a kept lesson behind the one it followed, whatever is chosen', () => {
    const anyChoices = fc.dictionary(fc.constantFrom(...ids), fc.constantFrom<ChangeChoice>('keep', 'migrate', 'retake'));
    fc.assert(
      fc.property(anyOutline(1), anyOutline(2), anyChoices, (old, now, chosen) => {
        const merged = mergeOutlines(old, now, new Map(Object.entries(chosen)));
        for (const list of [listLessons(merged), merged.modules])
          expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
        const known = new Set(listLessons(now).map(({ id }) => id));
        for (const { id: moduleId, lessons } of old.modules) {
          const home = merged.modules.find(({ id }) => id === moduleId)?.lessons.map(({ id }) => id) ?? [];
          for (const [place, { id }] of lessons.entries()) {
            const predecessor = lessons[place - 1]?.id;
            if (known.has(id) || !home.includes(id) || predecessor === undefined) continue;
            expect(home.indexOf(predecessor)).toBeLessThan(home.indexOf(id));
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
