import { type FoundPassages, findPassages } from '@lyceum/chatbot/knowing/passage-search/find-passages';
import { findEmbeddingProvider, processEnvironment } from './config.ts';
import type { Bench, Report, Table } from './report.ts';
import { addVectors } from './tutor/add-vectors.ts';
import { createEmbedder, type Embedder } from './tutor/embed-texts.ts';
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

/** How well the tutor finds the passage that answers, and knows that there is none. The same each time it runs; with vectors only where a model is named. */
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
      const words = {
        open: await inCourses(sets.open),
        heldBack: await inCourses(sets.heldBack),
        openLarge: await inLarge(sets.open),
        heldBackLarge: await inLarge(sets.heldBack),
        deep: await inCourses(sets.deepParaphrases),
        onTopic: await inCourses(sets.onTopic),
      };
      const provider = findEmbeddingProvider(processEnvironment());
      if (!provider) return report(sets, words, null);
      const embedder = createEmbedder(provider);
      for (const [name, course] of courses)
        await addVectors(
          ...([setting, course] as const),
          sets.passages.filter((passage) => passage.course === name),
          embedder,
        );
      const withVectors = (questions: readonly SetQuestion[]) =>
        askAll(setting, questions, ({ course }) => courses.get(course) ?? large, embedder);
      const vectors = {
        model: provider.model,
        open: await withVectors(sets.open),
        heldBack: await withVectors(sets.heldBack),
        deep: await withVectors(sets.deepParaphrases),
      };
      await embedder.close();
      return report(sets, words, vectors);
    }),
};

/** One after the other: each waits for the connection of the one before. */
async function askAll(
  { database }: SearchSetting,
  questions: readonly SetQuestion[],
  choose: (question: SetQuestion) => IndexedCourse,
  embedder?: Embedder,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  const vectors = await embedder?.embed(questions.map(({ question }) => question));
  for (const [index, question] of questions.entries()) {
    const { courseId, versionIds, names } = choose(question);
    const { passages, confidence, isConfident } = await database.read({ space: 'main' }, (db) =>
      findPassages(db, {
        ...{ courseId, versionIds, nearVersionId: null, question: question.question, limit: 5 },
        vector: vectors?.[index] ?? null,
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

interface FoundByVectors extends Readonly<Record<'open' | 'heldBack' | 'deep', readonly Asked[]>> {
  readonly model: string;
}

type Found = Readonly<Record<'open' | 'heldBack' | 'openLarge' | 'heldBackLarge' | 'deep' | 'onTopic', readonly Asked[]>>;

function toVectorTable({ model, open, heldBack, deep }: FoundByVectors): Table {
  const rows = [
    ['open set, found among the first five', measure(open).recall5],
    ['open set, the same and sure enough to answer', measure(open).keptNow],
    ['open set, without an answer: refused', measure(open).refusedNow],
    ['held-back set, found among the first five', measure(heldBack).recall5],
    ['held-back set, the same and sure enough to answer', measure(heldBack).keptNow],
    ['held-back set, without an answer: refused', measure(heldBack).refusedNow],
    [`deep paraphrases found among the first five (${deep.length})`, toShare(deep, ({ place }) => place >= 0)],
  ] as const;
  return { title: `with vectors of ${model}`, unit: 'share', rows: rows.map(([name, value]) => ({ name, values: [value] })) };
}

function report(
  sets: QuestionSets,
  { open, heldBack, openLarge, heldBackLarge, deep, onTopic }: Found,
  vectors: FoundByVectors | null,
): Report {
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
      'most of them documents of this project and of the packages it uses. ' +
      (vectors
        ? `The last table is with vectors of ${vectors.model}, in the courses apart.`
        : 'Nothing was measured with vectors: TUTOR_EMBEDDING_URL and TUTOR_EMBEDDING_MODEL name no model that makes them.'),
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
      ...(vectors ? [toVectorTable(vectors)] : []),
    ],
    targets: measured.flatMap(({ name, recall5, kept }) => [
      target(`${name}: recall among the first five`, 0.95, recall5),
      target(`${name}: the same with 0.9 refused`, 0.92, kept),
    ]),
  };
}
