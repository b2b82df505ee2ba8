import { randomUUID } from 'node:crypto';
import { listCourses } from '@lyceum/contracts/courses/course';
import { getGradebook } from '@lyceum/contracts/courses/gradebook';
import { getOutline } from '@lyceum/contracts/courses/outline';
import { type StudyEvidence, sendEvidence } from '@lyceum/contracts/courses/study';
import type { z } from 'zod';
import { gradedLearners, gradedLessons } from './courses/fill-gradebook.ts';
import { coursesListed, type Learner, type Setting, withCourses } from './courses/setting.ts';
import { type Bench, format, median, percentile, type Report } from './report.ts';
import { sendEvenly } from './send-evenly.ts';

const seconds = 8;
const pagesPerSecond = 200;
const listsPerSecond = 50;
const gradebooks = 20;
const batchesPerSecond = 50;
const piecesPerBatch = 20;
const pieceMs = 5_000;

const filters: readonly z.input<typeof listCourses.query>[] = [
  {},
  { level: 'beginner', language: 'ru' },
  { tag: 'тема 7' },
  { q: 'предмет 123' },
  { hoursFrom: '20', hoursTo: '40', sort: 'title' },
  { free: 'true', level: 'advanced', sort: '-title' },
];

interface Found {
  readonly page: number[];
  readonly list: number[];
  readonly gradebook: number[];
  readonly pieces: number[];
  readonly lost: number[];
}

/** What schools wait for: the page of a course, the catalogue, the gradebook, and the reports of players. */
export const courses: Bench = {
  name: 'courses',
  run: (rounds) =>
    withCourses(async (setting) => {
      const found: Found = { page: [], list: [], gradebook: [], pieces: [], lost: [] };
      const reported = new Map<string, number>();
      await measurePages(setting, pagesPerSecond / 4);
      await measureLists(setting, listsPerSecond / 2);
      for (let round = 0; round < rounds; round += 1) {
        found.page.push(await measurePages(setting, pagesPerSecond));
        found.list.push(await measureLists(setting, listsPerSecond));
        found.gradebook.push(await measureGradebook(setting));
        const before = await countPieces(setting);
        const { counted, perSecond } = await measureEvidence(setting, reported);
        found.pieces.push(perSecond);
        found.lost.push(counted - ((await countPieces(setting)) - before));
      }
      return report(found);
    }),
};

const choose = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
};

async function measurePages({ api, courseId, learners }: Setting, perSecond: number): Promise<number> {
  const times = await sendEvenly({ perSecond, seconds }, (index) =>
    api.call(getOutline, { token: choose(learners, index).token, params: { courseId } }),
  );
  return percentile(times, 95);
}

async function measureLists({ api, learners }: Setting, perSecond: number): Promise<number> {
  const times = await sendEvenly({ perSecond, seconds }, (index) =>
    api.call(listCourses, { token: choose(learners, index).token, query: choose(filters, index) }),
  );
  return percentile(times, 95);
}

/** One after the other, each whole. */
async function measureGradebook({ api, teacher: { token, courseId } }: Setting): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < gradebooks; count += 1) {
    const start = performance.now();
    const { body } = await api.call(getGradebook, { token, params: { courseId }, query: { limit: `${gradedLearners}` } });
    times.push(performance.now() - start);
    const results = body.items.flatMap(({ percents }) => percents).filter((percent) => percent !== null);
    if (results.length !== gradedLearners * gradedLessons) throw new Error('the gradebook is not whole');
  }
  return median(times);
}

/** Every tenth batch is sent twice, at once: it must count once. */
async function measureEvidence({ api, learners }: Setting, reported: Map<string, number>) {
  let counted = 0;
  const start = performance.now();
  await sendEvenly({ perSecond: batchesPerSecond, seconds }, async (index) => {
    const learner = choose(learners, index);
    const body = { evidence: nextPieces(learner, reported) };
    const copies = index % 10 === 0 ? [1, 2] : [1];
    const answers = await Promise.all(copies.map(() => api.call(sendEvidence, { token: learner.token, body })));
    counted += answers.flatMap((answer) => answer.body.results).filter(({ result }) => result === 'counted').length;
  });
  return { counted, perSecond: (counted * 1000) / (performance.now() - start) };
}

function nextPieces({ sessionId }: Learner, reported: Map<string, number>): StudyEvidence[] {
  const first = reported.get(sessionId) ?? 0;
  reported.set(sessionId, first + piecesPerBatch);
  return Array.from({ length: piecesPerBatch }, (_, index) => {
    const from = (first + index) * pieceMs;
    return { id: randomUUID(), sessionId, from, to: from + pieceMs, played: null };
  });
}

async function countPieces({ sql }: Setting): Promise<number> {
  const [row] = await sql<{ pieces: number }>('SELECT count(*)::int AS pieces FROM courses.study_evidence');
  return row?.pieces ?? 0;
}

function report({ page, list, gradebook, pieces, lost }: Found): Report {
  const wanted = batchesPerSecond * piecesPerBatch;
  const target = (name: string, limit: string, measured: string, reached: boolean) => ({
    name,
    wanted: limit,
    measured,
    reached,
  });
  return {
    title: 'Courses: pages, the catalogue, the gradebook, and what players report',
    setting:
      `The whole platform in one process, asked through the gateway by a process beside it at even intervals. The page of a course has 40 lessons with ` +
      `progress and gate, ${pagesPerSecond} of them a second; ${coursesListed.toLocaleString('en')} courses are listed with six sets of filters, ${listsPerSecond} lists a second; a gradebook ` +
      `has ${gradedLearners} learners with a result in each of ${gradedLessons} lessons and is read whole, ${gradebooks} times one after the other; twenty learners ` +
      `report ${piecesPerBatch} pieces of evidence ${batchesPerSecond} times a second, every tenth report twice at once. Times count from when a request was due. ${seconds} s of each a round.`,
    tables: [
      {
        title: 'p95',
        unit: 'ms',
        rows: [
          { name: `the page of a course, ${pagesPerSecond}/s`, values: page },
          { name: `the list of courses, ${listsPerSecond}/s`, values: list },
        ],
      },
      {
        title: 'gradebook',
        unit: 'ms',
        rows: [{ name: `${gradedLearners} learners × ${gradedLessons} lessons, median`, values: gradebook }],
      },
      { title: 'evidence', unit: 'pieces/s', rows: [{ name: 'counted, each once', values: pieces }] },
    ],
    targets: [
      target('the page of a course: p95', '< 25 ms', `${format(median(page))} ms`, median(page) < 25),
      target('the list of courses: p95', '< 60 ms', `${format(median(list))} ms`, median(list) < 60),
      target('the gradebook', '< 300 ms', `${format(median(gradebook))} ms`, median(gradebook) < 300),
      target('pieces of evidence', `${wanted}/s`, `${format(median(pieces))}/s`, median(pieces) > 0.98 * wanted),
      target(
        'pieces kept twice or not at all',
        '0',
        format(Math.max(...lost.map(Math.abs))),
        lost.every((count) => count === 0),
      ),
    ],
  };
}
