import { lessonLock } from '@lyceum/contracts/courses/lesson-lock';
import type { OutlineLesson } from '../../authoring/revision/outline.ts';
import { describeLock } from './describe-lock.ts';
import { findLocks, type LearnerState, type Lock, type Viewer } from './find-locks.ts';

const now = new Date('2026-11-20T10:00:00.000Z');
const day = 86_400_000;
const inDays = (days: number) => new Date(now.getTime() + days * day);
const minute = 1 / 1440;

const unmet = [
  { courseId: 'course-1', title: 'Алгебра' },
  { courseId: 'course-2', title: 'Логика' },
];

const learner = (state: Partial<LearnerState> = {}): LearnerState => ({
  status: 'active',
  enrolledAt: inDays(-10),
  expiresAt: null,
  cohort: null,
  unmet: [],
  started: new Set(),
  finished: new Set(),
  ...state,
});

const cohort = (starts: number | null, ends: number | null) => ({
  startsAt: starts === null ? null : inDays(starts),
  endsAt: ends === null ? null : inDays(ends),
});

const opensAt = (days: number) => ({ opens: 'at', at: inDays(days).toISOString() }) as const;
const opensAfter = (days: number) => ({ opens: 'after', days }) as const;
const done = (...ids: string[]) => ({ started: new Set(ids), finished: new Set(ids) });

interface Situation {
  readonly viewer?: Viewer;
  readonly sequential?: boolean;
  /** What is otherwise about the lessons a, b and c. */
  readonly lessons?: readonly Partial<OutlineLesson>[];
}

function findCodes({ viewer = learner(), sequential = false, lessons = [] }: Situation): string {
  const all = ['a', 'b', 'c'].map(
    (id, index): OutlineLesson => ({
      ...{ id, versionId: `${id}-1`, title: `Урок ${id}`, type: 'text', required: true },
      completion: { rule: 'opened', seconds: 15 },
      opening: { opens: 'at-once' },
      ...lessons[index],
    }),
  );
  const modules = [all.slice(0, 1), all.slice(1)].map((part, index) => ({
    ...{ id: `module-${index}`, title: '', summary: '' },
    lessons: part,
  }));
  const locks = findLocks({ title: '', sequential, modules }, viewer, now);
  return [...locks.values()].map((lock) => lock?.code ?? 'open').join(' ');
}

const all = (code: string) => `${code} ${code} ${code}`;

const situations: [name: string, Situation, expected: string][] = [
  ['a stranger', { viewer: 'stranger' }, all('not-enrolled')],
  ['a stranger and a lesson of next week', { viewer: 'stranger', lessons: [{ opening: opensAt(7) }] }, all('not-enrolled')],
  ['a teacher', { viewer: 'teacher' }, all('open')],
  ['a teacher in a sequential course', { viewer: 'teacher', sequential: true }, all('open')],
  ['a teacher and a lesson of next week', { viewer: 'teacher', lessons: [{ opening: opensAt(7) }] }, all('open')],
  ['a learner', {}, all('open')],
  ['a graduate', { viewer: learner({ status: 'completed' }) }, all('open')],
  ['an enrolment that was ended', { viewer: learner({ status: 'ended' }) }, all('enrolment-ended')],
  [
    'one that was ended after all was done',
    { viewer: learner({ status: 'ended', ...done('a', 'b', 'c') }) },
    all('enrolment-ended'),
  ],
  ['one that runs out in a minute', { viewer: learner({ expiresAt: inDays(minute) }) }, all('open')],
  ['one that runs out now', { viewer: learner({ expiresAt: now }) }, all('enrolment-expired')],
  [
    'a graduate whose time is over',
    { viewer: learner({ status: 'completed', expiresAt: inDays(-1) }) },
    all('enrolment-expired'),
  ],
  ['one that was ended and has run out', { viewer: learner({ status: 'ended', expiresAt: inDays(-1) }) }, all('enrolment-ended')],
  ['a cohort without dates', { viewer: learner({ cohort: cohort(null, null) }) }, all('open')],
  ['a cohort of tomorrow', { viewer: learner({ cohort: cohort(1, 9) }) }, all('cohort-not-started')],
  ['a cohort that begins now', { viewer: learner({ cohort: cohort(0, 9) }) }, all('open')],
  ['a cohort that ends in a minute', { viewer: learner({ cohort: cohort(-9, minute) }) }, all('open')],
  ['a cohort that ends now', { viewer: learner({ cohort: cohort(-9, 0) }) }, all('cohort-ended')],
  ['what was begun in a cohort that is over', { viewer: learner({ cohort: cohort(-9, -1), ...done('a') }) }, all('cohort-ended')],
  ['expiry before a cohort of tomorrow', { viewer: learner({ expiresAt: now, cohort: cohort(1, 9) }) }, all('enrolment-expired')],
  ['courses to finish before', { viewer: learner({ unmet }) }, all('prerequisite')],
  ['the same in a cohort of tomorrow', { viewer: learner({ unmet, cohort: cohort(1, 9) }) }, all('cohort-not-started')],
  ['the same when a lesson was begun', { viewer: learner({ unmet, ...done('a') }) }, all('prerequisite')],
  ['a lesson of next week', { lessons: [{}, { opening: opensAt(7) }] }, 'open opens-later open'],
  ['a lesson of this moment', { lessons: [{}, { opening: opensAt(0) }] }, all('open')],
  ['a lesson of the eleventh day', { lessons: [{}, {}, { opening: opensAfter(11) }] }, 'open open opens-later'],
  ['a lesson of the tenth day', { lessons: [{}, {}, { opening: opensAfter(10) }] }, all('open')],
  [
    'a lesson of the third day of a cohort that began yesterday, for who enrolled long ago',
    { viewer: learner({ cohort: cohort(-1, 9) }), lessons: [{ opening: opensAfter(3) }] },
    'opens-later open open',
  ],
  [
    'a lesson of the third day of a cohort that began long ago, for who enrolled today',
    { viewer: learner({ enrolledAt: now, cohort: cohort(-4, 9) }), lessons: [{ opening: opensAfter(3) }] },
    all('open'),
  ],
  [
    'a lesson of the third day of a cohort without a beginning',
    { viewer: learner({ enrolledAt: inDays(-2), cohort: cohort(null, 9) }), lessons: [{ opening: opensAfter(3) }] },
    'opens-later open open',
  ],
  [
    'a lesson of next week that was begun before it was put off',
    { viewer: learner({ started: new Set(['a']) }), lessons: [{ opening: opensAt(7) }] },
    all('open'),
  ],
  ['a sequential course', { sequential: true }, 'open lesson-unfinished lesson-unfinished'],
  [
    'one whose first lesson is begun',
    { sequential: true, viewer: learner({ started: new Set(['a']) }) },
    'open lesson-unfinished lesson-unfinished',
  ],
  ['one whose first lesson is finished', { sequential: true, viewer: learner(done('a')) }, 'open open lesson-unfinished'],
  ['one that is finished', { sequential: true, viewer: learner(done('a', 'b', 'c')) }, all('open')],
  ['one whose first lesson is not required', { sequential: true, lessons: [{ required: false }] }, 'open open lesson-unfinished'],
  [
    'one whose last lesson was begun before another came in front of it',
    { sequential: true, viewer: learner({ started: new Set(['a', 'c']), finished: new Set(['a']) }) },
    'open open open',
  ],
  [
    'one whose first lesson is of next week',
    { sequential: true, lessons: [{ opening: opensAt(7) }] },
    'opens-later lesson-unfinished lesson-unfinished',
  ],
  [
    'one whose second lesson is of next week, with both reasons',
    { sequential: true, lessons: [{}, { opening: opensAt(7) }] },
    'open opens-later lesson-unfinished',
  ],
  [
    'one whose first lesson is to be finished again',
    { sequential: true, viewer: learner({ started: new Set(['a', 'b']), finished: new Set(['b']) }) },
    'open open lesson-unfinished',
  ],
];

describe('findLocks', () => {
  it.each(situations.map(([name, situation, expected]) => [expected, name, situation] as const))(
    'finds %s for %s',
    (expected, _, situation) => {
      expect(findCodes(situation)).toBe(expected);
    },
  );

  it('names the first course to finish, the first lesson in the way and the moment', () => {
    const modules = [
      {
        ...{ id: 'module', title: '', summary: '' },
        lessons: ['a', 'b', 'c'].map((id): OutlineLesson => {
          const opening = id === 'a' ? opensAfter(11) : ({ opens: 'at-once' } as const);
          return {
            ...{ id, versionId: id, title: `Урок ${id}`, type: 'quiz', required: id !== 'a', opening },
            completion: { rule: 'passed', percent: 70 },
          };
        }),
      },
    ];
    const outline = { title: '', sequential: true, modules };
    expect([...findLocks(outline, learner(), now)]).toEqual([
      ['a', { code: 'opens-later', at: inDays(1).toISOString() }],
      ['b', null],
      ['c', { code: 'lesson-unfinished', lessonId: 'b', title: 'Урок b', completion: { rule: 'passed', percent: 70 } }],
    ]);
    expect(findLocks(outline, learner({ unmet }), now).get('a')).toEqual({ code: 'prerequisite', ...unmet[0] });
  });
});

const at = '2026-11-20T10:05:00.000Z';
const unfinished = { code: 'lesson-unfinished', lessonId: 'lesson', title: 'Типы' } as const;

const described: [Lock, english: string, russian: string][] = [
  [{ code: 'not-enrolled' }, 'Enrol in the course first.', 'Сначала запишитесь на курс.'],
  [{ code: 'enrolment-ended' }, 'Your enrolment was ended.', 'Ваша запись на курс прекращена.'],
  [
    { code: 'enrolment-expired', at },
    'Your enrolment ended at 2026-11-20 10:05 UTC.',
    'Срок вашей записи истёк 20.11.2026 в 10:05 UTC.',
  ],
  [
    { code: 'cohort-not-started', at },
    'Your cohort begins at 2026-11-20 10:05 UTC.',
    'Ваша группа начинает занятия 20.11.2026 в 10:05 UTC.',
  ],
  [
    { code: 'cohort-ended', at },
    'Your cohort ended at 2026-11-20 10:05 UTC.',
    'Ваша группа закончила занятия 20.11.2026 в 10:05 UTC.',
  ],
  [
    { code: 'prerequisite', courseId: 'course', title: 'Алгебра' },
    'Finish the course “Алгебра” first.',
    'Сначала завершите курс «Алгебра».',
  ],
  [{ code: 'opens-later', at }, 'The lesson opens at 2026-11-20 10:05 UTC.', 'Урок откроется 20.11.2026 в 10:05 UTC.'],
  [
    { ...unfinished, completion: { rule: 'opened', seconds: 0 } },
    'Finish “Типы” first: open it.',
    'Сначала завершите урок «Типы»: откройте его.',
  ],
  [
    { ...unfinished, completion: { rule: 'opened', seconds: 15 } },
    'Finish “Типы” first: spend 15 sec in it.',
    'Сначала завершите урок «Типы»: проведите в нём 15 с.',
  ],
  [
    { ...unfinished, completion: { rule: 'watched', percent: 90 } },
    'Finish “Типы” first: watch 90 % of it.',
    'Сначала завершите урок «Типы»: посмотрите 90 %.',
  ],
  [
    { ...unfinished, completion: { rule: 'passed', percent: 70 } },
    'Finish “Типы” first: score 70 %.',
    'Сначала завершите урок «Типы»: наберите 70 %.',
  ],
  [
    { ...unfinished, completion: { rule: 'reported' } },
    'Finish “Типы” first: work through it to its end.',
    'Сначала завершите урок «Типы»: пройдите его до конца.',
  ],
];

describe('describeLock', () => {
  it.each(described)('tells %o in both languages', (lock, english, russian) => {
    expect(describeLock(lock, 'en')).toEqual({ ...lock, message: english });
    expect(describeLock(lock, 'ru')).toEqual({ ...lock, message: russian });
  });

  it('has a text for each code of the contract', () => {
    const codes = lessonLock.options.map((option) => option.shape.code.value);
    expect(new Set(described.map(([{ code }]) => code))).toEqual(new Set(codes));
  });
});
