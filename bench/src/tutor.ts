import { type FoundPassages, findPassages } from '@lyceum/chatbot/knowing/passage-search/find-passages';
import type { Bench, Report, Table } from './report.ts';
import { type QuestionSets, readQuestionSets, type SetQuestion } from './tutor/question-sets.ts';
import { readNoise } from './tutor/read-noise.ts';
import { type IndexedCourse, type SearchSetting, withSearch } from './tutor/search-setting.ts';

const largeCourse = 1000;
const wantedRefusal = 0.9;

interface Asked extends Pick<FoundPassages, 'confidence' | 'isConfident'> {
  readonly question: SetQuestion;
  /** From 0; -1 when it was not among the first five. */
  readonly place: number;
}

/** How well the tutor finds the passage that answers, and knows that there is none. Without vectors; the same each time it runs. */
export const tutor: Bench = {
  name: 'tutor',
  run: () =>
    withSearch(async (setting) => {
      const sets = readQuestionSets();
      const courses = new Map<string, IndexedCourse>();
      for (const [name, passages] of Map.groupBy(sets.passages, ({ course }) => course))
        courses.set(name, await setting.index(passages));
      const large = await setting.index([...sets.passages, ...readNoise(largeCourse - sets.passages.length)]);
      await setting.vacuum();
      const inCourses = (questions: readonly SetQuestion[]) =>
        askAll(setting, questions, ({ course }) => courses.get(course) ?? large);
      // What another course answers, the large one does.
      const inLarge = (questions: readonly SetQuestion[]) =>
        askAll(
          setting,
          questions.filter(({ kind }) => kind !== 'unanswerable/other-course'),
          () => large,
        );
      return report(sets, {
        open: await inCourses(sets.open),
        heldBack: await inCourses(sets.heldBack),
        openLarge: await inLarge(sets.open),
        heldBackLarge: await inLarge(sets.heldBack),
        deep: await inCourses(sets.deepParaphrases),
        onTopic: await inCourses(sets.onTopic),
      });
    }),
};

/** One after the other: each waits for the connection of the one before. */
async function askAll(
  { database }: SearchSetting,
  questions: readonly SetQuestion[],
  choose: (question: SetQuestion) => IndexedCourse,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const question of questions) {
    const { courseId, versionIds, names } = choose(question);
    const { passages, confidence, isConfident } = await database.read({ space: 'main' }, (db) =>
      findPassages(db, {
        ...{ courseId, versionIds, nearVersionId: null, question: question.question, vector: null, limit: 5 },
      }),
    );
    const place = question.passage === null ? -1 : passages.findIndex(({ id }) => names.get(id) === question.passage);
    asked.push({ question, place, confidence, isConfident });
  }
  return asked;
}

const isAnswerable = ({ question }: Asked) => question.passage !== null;

function toShare(asked: readonly Asked[], fits: (one: Asked) => boolean): number {
  return asked.filter(fits).length / asked.length;
}

/** Recall that is left when the threshold is put where it refuses so much of what has no answer. */
function toRecallAtRefusal(asked: readonly Asked[]): number {
  const refused = asked.filter((one) => !isAnswerable(one)).map(({ confidence }) => confidence);
  const threshold = refused.toSorted((one, other) => one - other)[Math.ceil(refused.length * wantedRefusal) - 1] ?? 0;
  return toShare(asked.filter(isAnswerable), ({ place, confidence }) => place >= 0 && confidence > threshold);
}

function measure(asked: readonly Asked[]) {
  const answerable = asked.filter(isAnswerable);
  return {
    recall1: toShare(answerable, ({ place }) => place === 0),
    recall5: toShare(answerable, ({ place }) => place >= 0),
    kept: toRecallAtRefusal(asked),
    keptNow: toShare(answerable, ({ place, isConfident }) => place >= 0 && isConfident),
    refusedNow: toShare(
      asked.filter((one) => !isAnswerable(one)),
      ({ isConfident }) => !isConfident,
    ),
  };
}

type Found = Readonly<Record<'open' | 'heldBack' | 'openLarge' | 'heldBackLarge' | 'deep' | 'onTopic', readonly Asked[]>>;

function report(sets: QuestionSets, { open, heldBack, openLarge, heldBackLarge, deep, onTopic }: Found): Report {
  const groups = [
    ['open set', open],
    ['held-back set', heldBack],
    ['open set, 1,000 passages', openLarge],
    ['held-back set, 1,000 passages', heldBackLarge],
  ] as const;
  const measured = groups.filter(([, asked]) => asked.length > 0).map(([name, asked]) => ({ name, ...measure(asked) }));
  const toTable = (title: string, value: (one: (typeof measured)[number]) => number): Table => ({
    title,
    unit: 'share',
    rows: measured.map((one) => ({ name: one.name, values: [value(one)] })),
  });
  const kinds = Map.groupBy([...open, ...heldBack], ({ question }) => question.kind);
  const target = (name: string, limit: number, value: number) => ({
    ...{ name, wanted: `≥ ${limit}`, measured: value.toFixed(3), reached: value >= limit },
  });
  return {
    title: 'Tutor: whether the right passage is found, and its absence noticed',
    setting:
      `${sets.open.length} questions with which the rules were found and ${sets.heldBack.length} of another hand, over ${sets.passages.length} passages of ` +
      `${new Set(sets.passages.map(({ course }) => course)).size} courses (bench/data/tutor), searched as the service searches, without vectors; then in one course of 1,000 passages, ` +
      'most of them documents of this project and of the packages it uses.',
    tables: [
      toTable('recall among the first', ({ recall1 }) => recall1),
      toTable('recall among the first five', ({ recall5 }) => recall5),
      toTable('the same above a threshold that refuses 0.9 of what has no answer', ({ kept }) => kept),
      toTable('the same above the threshold of the service', ({ keptNow }) => keptNow),
      toTable('of what has no answer, refused by the threshold of the service', ({ refusedNow }) => refusedNow),
      {
        title: 'by kind: found among the first five, or refused where there is no answer',
        unit: 'share',
        rows: [...kinds].map(([kind, asked]) => ({
          name: `${kind} (${asked.length})`,
          values: [toShare(asked, (one) => (isAnswerable(one) ? one.place >= 0 : !one.isConfident))],
        })),
      },
      {
        title: 'apart: what words alone cannot do',
        unit: 'share',
        rows: [
          {
            name: `deep paraphrases found among the first five (${deep.length})`,
            values: [toShare(deep, ({ place }) => place >= 0)],
          },
          {
            name: `on the topic, without an answer: refused by the threshold (${onTopic.length})`,
            values: [toShare(onTopic, ({ isConfident }) => !isConfident)],
          },
        ],
      },
    ],
    targets: measured.flatMap(({ name, recall5, kept }) => [
      target(`${name}: recall among the first five`, 0.95, recall5),
      target(`${name}: the same with 0.9 refused`, 0.92, kept),
    ]),
  };
}
