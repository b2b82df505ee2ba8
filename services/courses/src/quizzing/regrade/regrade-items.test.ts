import type { Answer, QuestionContent } from '@lyceum/contracts/courses/question';
import { questionContent } from '@lyceum/contracts/courses/question';
import { regradeRules } from '@lyceum/contracts/courses/regrade';
import fc from 'fast-check';
import { anyAnswer, anyContent, anyDraw, wrongPercent as anyWrongPercent } from '../../../test/any-question.ts';
import { type Arrangement, createArrangement } from '../quiz-engine/create-arrangement.ts';
import { createKey } from '../quiz-engine/create-key.ts';
import { type Grade, gradeAnswer } from '../quiz-engine/grade-answer.ts';
import { gradeAttempt } from '../quiz-engine/grade-attempt.ts';
import { roundPoints } from '../quiz-engine/round-points.ts';
import { type Ruling, regradeItems } from './regrade-items.ts';

type Rule = Ruling['rule'];

interface Asked {
  readonly before: QuestionContent;
  readonly after: QuestionContent;
}

interface Item {
  readonly questionId: string;
  readonly arrangement: Arrangement;
  readonly answer: Answer | null;
  readonly grade: Grade | null;
}

const rotate = <Value>(list: readonly Value[], by: number): Value[] =>
  list.map((_, index) => list[(index + by) % list.length] as Value);

/** The same question with another key. */
function correct(content: QuestionContent, by: number): QuestionContent {
  const { answering } = content;
  switch (answering.type) {
    case 'single':
    case 'multiple': {
      const percents = rotate(answering.options, by).map(({ percent }) => percent);
      const options = answering.options.map((option, index) => ({ ...option, percent: percents[index] ?? 0 }));
      return questionContent.parse({ ...content, answering: { ...answering, options: rotate(options, by + 1) } });
    }
    case 'ordering':
      return { ...content, answering: { ...answering, items: rotate(answering.items, by) } };
    case 'matching': {
      const rights = rotate(answering.pairs, by).map(({ right }) => right);
      return {
        ...content,
        answering: { ...answering, pairs: answering.pairs.map((pair, index) => ({ ...pair, right: rights[index] ?? '' })) },
      };
    }
    default:
      return content;
  }
}

const anyAsked = anyContent.chain((before) =>
  fc.oneof(
    fc.nat(7).map((by) => ({ before, after: correct(before, by) })),
    anyContent.map((after) => ({ before, after })),
  ),
);

const anyItem = fc.tuple(anyAsked, anyDraw, fc.option(anyAnswer), fc.boolean()).map(([asked, draw, given, knows]) => {
  const arrangement = createArrangement(asked.before, draw);
  const answer = knows ? createKey(asked.before, arrangement) : (given ?? null);
  return { asked, arrangement, answer };
});

const anyRuling = fc.record({ rule: fc.constantFrom(...regradeRules), place: fc.nat(4), isDeleted: fc.boolean() });

/** An attempt that was graded, and then by some rulings. */
const anyAttempt = fc
  .tuple(fc.array(anyItem, { minLength: 1, maxLength: 5 }), anyWrongPercent, fc.array(anyRuling, { maxLength: 4 }))
  .map(([drawn, wrongPercent, rulings]) => {
    const questions = drawn.map(({ asked }) => asked);
    const items = drawn.map(({ asked, arrangement, answer }, index): Item => {
      const grade = gradeAnswer(asked.before, arrangement, answer ?? undefined, { wrongPercent });
      return { questionId: `${index}`, arrangement, answer, grade };
    });
    const attempt = { questions, wrongPercent, items };
    for (const { rule, place, isDeleted } of rulings) attempt.items = apply(attempt, rule, place % drawn.length, isDeleted).items;
    return attempt;
  });

interface Attempt {
  readonly questions: readonly Asked[];
  readonly wrongPercent: number;
  readonly items: readonly Item[];
}

function apply({ questions, wrongPercent, items }: Attempt, rule: Rule, place = 0, isDeleted = false) {
  const { before, after } = questions[place] as Asked;
  const content = isDeleted && (rule === 'full' || rule === 'none-counts') ? null : after;
  return regradeItems(items, { id: 'ruling', questionId: `${place}`, rule, content }, { original: before, wrongPercent });
}

const score = (items: readonly Item[]) => gradeAttempt(items.flatMap(({ grade }) => grade ?? []));

const runs = { numRuns: 1000 };

describe('any attempt, whatever was decided before', () => {
  it('is never lowered by the better of two versions', () => {
    fc.assert(
      fc.property(anyAttempt, (attempt) => {
        const [before, after] = [score(attempt.items), score(apply(attempt, 'better').items)];
        expect(after.percent).toBeGreaterThanOrEqual(before.percent);
        expect(after.points).toBeGreaterThanOrEqual(before.points);
      }),
      runs,
    );
  });

  it('has by full points at least what it has by the corrected version and by the better one', () => {
    fc.assert(
      fc.property(anyAttempt, (attempt) => {
        const full = score(apply(attempt, 'full').items);
        for (const rule of ['corrected', 'better'] as const) {
          const other = score(apply(attempt, rule).items);
          expect(full.points).toBeGreaterThanOrEqual(other.points);
          if (rule === 'corrected') expect(full.percent).toBeGreaterThanOrEqual(other.percent);
        }
      }),
      runs,
    );
  });

  it('is the same when the same is decided a second time', () => {
    fc.assert(
      fc.property(anyAttempt, fc.constantFrom(...regradeRules), (attempt, rule) => {
        const first = apply(attempt, rule);
        expect(apply({ ...attempt, items: first.items }, rule)).toEqual(first);
      }),
      runs,
    );
  });

  it('has the points of its questions together, keeps its answers and changes no other question', () => {
    fc.assert(
      fc.property(anyAttempt, fc.constantFrom(...regradeRules), (attempt, rule) => {
        const { items } = apply(attempt, rule);
        const sum = roundPoints(items.reduce((points, { grade }) => points + (grade?.points ?? 0), 0));
        expect(score(items).points).toBe(Math.max(0, sum));
        expect(items.map(({ answer }) => answer)).toEqual(attempt.items.map(({ answer }) => answer));
        expect(items.slice(1)).toEqual(attempt.items.slice(1));
        for (const { grade } of items) expect(grade?.points).toBeLessThanOrEqual(grade?.maxPoints ?? 0);
      }),
      runs,
    );
  });
});

describe('a question of an attempt', () => {
  const toContent = (percents: readonly number[], points = 2) =>
    questionContent.parse({
      ...{ title: '', prompt: 'Что?', points },
      answering: { type: 'single', options: percents.map((percent, index) => ({ text: `${index}`, percent })) },
    });

  /** Whose second question was answered rightly. */
  function build({ before, after, answer }: { before: number[]; after: number[]; answer: number | null }): Attempt {
    const questions = [
      { before: toContent(before), after: toContent(after, 5) },
      { before: toContent([100, 0]), after: toContent([100, 0]) },
    ];
    const items = questions.map((asked, index): Item => {
      const arrangement = createArrangement(asked.before, { seed: '', shuffle: false });
      const choice = index === 0 ? answer : 0;
      const given = choice === null ? null : ({ type: 'single', choice } as const);
      return {
        ...{ questionId: `${index}`, arrangement, answer: given },
        grade: gradeAnswer(asked.before, arrangement, given ?? undefined, { wrongPercent: 50 }),
      };
    });
    return { questions, wrongPercent: 50, items };
  }

  const swapped = { before: [100, 0], after: [0, 100] };

  it.each<[Rule, string, Parameters<typeof build>[0], [number, number, string], boolean]>([
    ['corrected', 'right before', { ...swapped, answer: 0 }, [-1, 2, 'wrong'], false],
    ['corrected', 'right now', { ...swapped, answer: 1 }, [2, 2, 'right'], false],
    ['corrected', 'not answered', { ...swapped, answer: null }, [0, 2, 'unanswered'], false],
    ['corrected', 'unfit', { before: [100, 0], after: [0, 100, 0], answer: 0 }, [2, 2, 'right'], true],
    [
      'corrected',
      'not answered and changed in number',
      { before: [100, 0], after: [0, 100, 0], answer: null },
      [0, 2, 'unanswered'],
      false,
    ],
    ['better', 'right before', { ...swapped, answer: 0 }, [2, 2, 'right'], false],
    ['better', 'right now', { ...swapped, answer: 1 }, [2, 2, 'right'], false],
    ['better', 'unfit', { before: [100, 0], after: [0, 100, 0], answer: 1 }, [-1, 2, 'wrong'], true],
    ['full', 'wrong', { ...swapped, answer: 1 }, [2, 2, 'right'], false],
    ['full', 'not answered', { ...swapped, answer: null }, [2, 2, 'unanswered'], false],
    ['none-counts', 'right before', { ...swapped, answer: 0 }, [0, 0, 'right'], false],
    ['none-counts', 'wrong', { ...swapped, answer: 1 }, [0, 0, 'wrong'], false],
  ])('earns by %s when it is %s', (rule, _, attempt, [points, maxPoints, right], isUnfit) => {
    const result = apply(build(attempt), rule);
    expect(result.items[0]?.grade).toMatchObject({ points, maxPoints, right });
    expect(result.isUnfit).toBe(isUnfit);
  });

  it('keeps what it has when nothing else would count, as unfit', () => {
    const attempt = build({ ...swapped, answer: 0 });
    const first = { ...attempt, items: apply(attempt, 'none-counts', 1).items };
    expect(score(first.items)).toEqual({ points: 2, maxPoints: 2, percent: 100 });
    expect(apply(first, 'none-counts')).toEqual({ items: first.items, isUnfit: true });
  });

  it('comes back into the points by another decision, but not where the better one would lower the percent', () => {
    const attempt = build({ before: [100, 0], after: [100, 0], answer: 1 });
    const out = { ...attempt, items: apply(attempt, 'none-counts').items };
    expect(score(out.items).percent).toBe(100);
    expect(score(apply(out, 'better').items).percent).toBe(100);
    expect(score(apply(out, 'corrected').items)).toEqual({ points: 1, maxPoints: 4, percent: 25 });
    expect(score(apply(out, 'full').items)).toEqual({ points: 4, maxPoints: 4, percent: 100 });
  });
});
