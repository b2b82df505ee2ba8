import { createStatements } from './create-statements.ts';
import type { Fact, FactAnswer, Happening } from './fact.ts';
import { statement } from './statement.ts';

const enrolmentId = '01935e1c-0000-7000-8000-000000000001';
const course = { id: 'c', title: 'Основы TypeScript', language: 'ru' } as const;
const lesson = { id: 'l', title: 'Обобщения', type: 'text', module: { id: 'm', title: 'Типы' } } as const;
const base = 'https://lyceum.test/s/school';

const createFact = (happening: Happening): Fact => ({
  key: 'message',
  actor: { objectType: 'Agent', account: { homePage: base, name: 'anna' } },
  occurredAt: new Date('2026-11-20T10:00:00.000Z'),
  platformUrl: base,
  happening,
});

/** What every statement must be, and how a reader would tell it: verb, object, result. */
function tell(happening: Happening) {
  return createStatements(createFact(happening)).map((one) => {
    const { verb, object, result, context } = statement.parse(one);
    const { parent = [], grouping = [] } = context.contextActivities ?? {};
    const toPath = ({ id }: { id: string }) => id.replace(base, '');
    const type = object.definition.type.split('/').at(-1);
    return [verb.display['en'], toPath(object), type, result, [parent.map(toPath), grouping.map(toPath)]] as const;
  });
}

const inCourse = { course, enrolmentId };
const inLesson = { ...inCourse, lesson };
const around = [['/courses/c/modules/m'], ['/courses/c']];

const attempt = {
  ...{ kind: 'attempt-graded', ...inLesson, lesson: { ...lesson, type: 'quiz' }, attemptId: 'attempt' },
  ...{ percent: 50, points: 1, maxPoints: 2, passed: false, answers: [] },
  ...{ startedAt: new Date('2026-11-20T09:59:00.000Z'), submittedAt: new Date('2026-11-20T09:59:58.504Z') },
} as const satisfies Happening;

const answer: FactAnswer = {
  ...{ questionId: 'q', prompt: 'Верно ли это?', answer: { type: 'single', choice: 0 } },
  arrangement: { type: 'single', order: [1, 0], gaps: [] },
  ...{ points: -1, maxPoints: 2, fraction: -0.5, right: 'wrong' },
};

it.each<[string, Happening, unknown[]]>([
  ['an enrolment', { kind: 'enrolled', ...inCourse }, ['registered', '/courses/c', 'course', undefined, [[], []]]],
  ['its end', { kind: 'enrolment-ended', ...inCourse }, ['unregistered', '/courses/c', 'course', undefined, [[], []]]],
  [
    'a finished course',
    { kind: 'course-completed', ...inCourse },
    ['completed', '/courses/c', 'course', { completion: true }, [[], []]],
  ],
  [
    'a finished lesson',
    { kind: 'lesson-completed', ...inLesson, percent: null },
    ['completed', '/courses/c/lessons/l', 'lesson', { completion: true }, around],
  ],
  [
    'a finished quiz',
    { kind: 'lesson-completed', ...inLesson, lesson: { ...lesson, type: 'quiz', module: null }, percent: 80 },
    [
      ...['completed', '/courses/c/lessons/l', 'assessment'],
      { completion: true, score: { scaled: 0.8, raw: 80, min: 0, max: 100 } },
      [[], ['/courses/c']],
    ],
  ],
  [
    'work that is handed in',
    { kind: 'work-submitted', ...inLesson, lesson: { ...lesson, type: 'assignment' } },
    ['submitted', '/courses/c/lessons/l', 'performance', undefined, around],
  ],
  [
    'work that is graded',
    { kind: 'work-graded', ...inLesson, points: 7, maxPoints: 10, percent: 70, accepted: false },
    ['scored', '/courses/c/lessons/l', 'lesson', { score: { scaled: 0.7, raw: 7, min: 0, max: 10 }, success: false }, around],
  ],
  [
    'another score of an attempt',
    { kind: 'attempt-regraded', ...inLesson, attemptId: 'a', points: 2, maxPoints: 2, percent: 100, passed: true },
    [...['passed', '/courses/c/lessons/l', 'lesson'], { score: { scaled: 1, raw: 2, min: 0, max: 2 }, success: true }, around],
  ],
  [
    'another score of an attempt that decides nothing',
    { kind: 'attempt-regraded', ...inLesson, attemptId: 'a', points: 1, maxPoints: 2, percent: 50, passed: null },
    ['scored', '/courses/c/lessons/l', 'lesson', { score: { scaled: 0.5, raw: 1, min: 0, max: 2 } }, around],
  ],
  [
    'a certificate',
    { kind: 'certificate-issued', ...inCourse, certificate: { id: 'x', title: 'Основы' } },
    ['earned', '/courses/certificates/x', 'certificate', undefined, [['/courses/c'], []]],
  ],
  [
    'an award of a course',
    { kind: 'achievement-awarded', achievement: { id: 'a', title: 'Первый урок' }, course, language: 'ru' },
    ['earned', '/courses/achievements/a', 'badge', undefined, [['/courses/c'], []]],
  ],
  [
    'an award of no course',
    { kind: 'achievement-awarded', achievement: { id: 'a', title: 'Неделя' }, course: null, language: 'ru' },
    ['earned', '/courses/achievements/a', 'badge', undefined, [[], []]],
  ],
])('says %s in one valid statement', (_, happening, expected) => {
  expect(tell(happening)).toEqual([expected]);
});

it('says an attempt as begun, answered and decided, each at its time', () => {
  const happening = { ...attempt, answers: [answer] };
  expect(tell(happening)).toEqual([
    ['attempted', '/courses/c/lessons/l', 'assessment', undefined, around],
    [
      ...['answered', '/courses/c/lessons/l/questions/q', 'cmi.interaction'],
      { score: { scaled: -0.5, raw: -1, min: -1, max: 2 }, success: false, response: 'option-2' },
      [['/courses/c/lessons/l'], ['/courses/c/modules/m', '/courses/c']],
    ],
    [
      ...['failed', '/courses/c/lessons/l', 'assessment'],
      { score: { scaled: 0.5, raw: 1, min: 0, max: 2 }, success: false, completion: true, duration: 'PT58.5S' },
      around,
    ],
  ]);
  const statements = createStatements(createFact(happening));
  expect(statements.map(({ timestamp }) => timestamp.slice(14))).toEqual(['59:00.000Z', '59:58.504Z', '59:58.504Z']);
  expect(new Set(statements.map(({ context }) => JSON.stringify(context.extensions))).size).toBe(1);
});

it.each([
  [true, 'passed', true],
  [null, 'scored', undefined],
])('says of an attempt that passed: %s that it is %s', (passed, verb, success) => {
  const last = tell({ ...attempt, passed }).at(-1);
  expect([last?.[0], last?.[3]?.success]).toEqual([verb, success]);
});

it('tells the share alone where there is nothing to earn', () => {
  const last = tell({ ...attempt, points: 0, maxPoints: 0, percent: 0 }).at(-1);
  expect(last?.[3]?.score).toEqual({ scaled: 0 });
});

it('names who, where, in which language and by which enrolment', () => {
  const [one] = createStatements(createFact({ kind: 'enrolled', ...inCourse }));
  expect(one).toMatchObject({
    actor: { objectType: 'Agent', account: { homePage: base, name: 'anna' } },
    object: { id: `${base}/courses/c`, definition: { name: { ru: 'Основы TypeScript' } } },
    context: { registration: enrolmentId, platform: 'Lyceum', language: 'ru' },
    timestamp: '2026-11-20T10:00:00.000Z',
  });
});

it('gives the statements of a fact the same ids each time, and those of another fact other ones', () => {
  const toIds = (key: string) => createStatements({ ...createFact({ ...attempt, answers: [answer] }), key }).map(({ id }) => id);
  expect(toIds('message')).toEqual(toIds('message'));
  expect(new Set([...toIds('message'), ...toIds('other')]).size).toBe(6);
  expect(toIds('message')[0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

it.each<[string, object]>([
  [
    'two identifiers of a person',
    { actor: { objectType: 'Agent', mbox: 'mailto:a@b.c', account: { homePage: base, name: 'a' } } },
  ],
  ['no IRI', { object: { objectType: 'Activity', id: 'courses/c', definition: { type: 'http://a.b/c' } } }],
  ['a score above its highest', { result: { score: { scaled: 1.1 } } }],
  ['more points than there are', { result: { score: { scaled: 1, raw: 3, min: 0, max: 2 } } }],
  ['a time without its zone', { timestamp: '2026-11-20T10:00:00' }],
  ['what no statement has', { mood: 'good' }],
  ['an id that is none', { id: 'one' }],
  ['no ISO duration', { result: { duration: '58 s' } }],
])('takes a statement with %s for invalid', (_, change) => {
  const [one] = createStatements(createFact({ kind: 'enrolled', ...inCourse }));
  expect(statement.safeParse({ ...one, ...change }).success).toBe(false);
});
