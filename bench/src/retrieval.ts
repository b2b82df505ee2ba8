import { findPassages } from '@lyceum/chatbot/knowing/passage-search/find-passages';
import { type Bench, format, median, percentile } from './report.ts';
import type { SetPassage } from './tutor/question-sets.ts';
import { readNoise } from './tutor/read-noise.ts';
import { type IndexedCourse, type SearchSetting, withSearch } from './tutor/search-setting.ts';

const [small, large] = [2_000, 20_000];
const wordsPerPassage = 95;
const passagesPerLesson = 50;
const questions = 300;
const clients = 8;

interface Measured {
  readonly p50: number[];
  readonly p95: number[];
}

/** How long the search of a question takes, from the pool of the service to the passages. */
export const retrieval: Bench = {
  name: 'retrieval',
  run: (rounds) =>
    withSearch(async (setting) => {
      const texts = readNoise(1_000).map(({ text }) => text.split(' '));
      const random = createRandom(1);
      const sets = [small, large].map((count) => ({ count, passages: makePassages(texts, count, random) }));
      const courses: { count: number; passages: SetPassage[]; course: IndexedCourse; measured: Measured; together: number[] }[] =
        [];
      for (const { count, passages } of sets) {
        const course = await setting.index(passages);
        courses.push({ count, passages, course, measured: { p50: [], p95: [] }, together: [] });
      }
      await setting.vacuum();
      for (let round = -1; round < rounds; round += 1) {
        for (const { passages, course, measured, together } of courses) {
          const asked = Array.from({ length: questions }, () => makeQuestion(passages, random));
          const alone = await ask(setting, course, asked, 1);
          const crowded = await ask(setting, course, asked, clients);
          if (round < 0) continue;
          measured.p50.push(percentile(alone, 50));
          measured.p95.push(percentile(alone, 95));
          together.push(percentile(crowded, 95));
        }
      }
      const p95 = courses[0]?.measured.p95 ?? [];
      return {
        title: 'Retrieval: how long the tutor searches',
        setting:
          `Two courses of ${small.toLocaleString('en')} and ${large.toLocaleString('en')} passages of ${wordsPerPassage} words in one space, made from the documents of this project and of the packages it ` +
          `uses. ${questions} questions a round, of 3 to 7 words, one of them misspelt; three quarters of the lessons are open. The role of the service, under its policies, ` +
          'with the passages read; one after the other, then eight at a time over four connections.',
        tables: [
          {
            title: 'a search',
            unit: 'ms',
            rows: courses.flatMap(({ count, measured, together }) => [
              { name: `${count.toLocaleString('en')} passages: p50`, values: measured.p50 },
              { name: `${count.toLocaleString('en')} passages: p95`, values: measured.p95 },
              { name: `${count.toLocaleString('en')} passages, ${clients} at a time: p95`, values: together },
            ]),
          },
        ],
        targets: [
          {
            name: `a search in ${small.toLocaleString('en')} passages: p95`,
            wanted: '< 15 ms',
            measured: `${format(median(p95))} ms`,
            reached: median(p95) < 15,
          },
        ],
      };
    }),
};

async function ask(
  { database }: SearchSetting,
  { courseId, versionIds }: IndexedCourse,
  asked: readonly string[],
  atOnce: number,
): Promise<number[]> {
  const open = versionIds.filter((_, index) => index % 4 !== 0);
  const waiting = [...asked];
  const times: number[] = [];
  const client = async () => {
    for (let question = waiting.pop(); question !== undefined; question = waiting.pop()) {
      const query = { courseId, versionIds: open, nearVersionId: open[0] ?? null, question, vector: null, limit: 6 };
      const start = performance.now();
      await database.read({ space: 'main' }, (db) => findPassages(db, query));
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  return times;
}

type Random = (below: number) => number;

/** The same numbers in each run. */
function createRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Runs of ten words of real texts, so that words are as frequent as they are. */
function makePassages(texts: readonly string[][], count: number, random: Random): SetPassage[] {
  return Array.from({ length: count }, (_, index) => {
    const words: string[] = [];
    while (words.length < wordsPerPassage) {
      const text = texts[random(texts.length)] ?? [];
      const start = random(Math.max(text.length - 10, 1));
      words.push(...text.slice(start, start + 10));
    }
    const lesson = `${Math.floor(index / passagesPerLesson)}`;
    const heading = words.slice(0, 3).join(' ');
    return {
      id: `${index}`,
      course: `${count}`,
      lesson,
      headingPath: ['Course', `Lesson ${lesson}`, heading],
      text: words.join(' '),
    };
  });
}

function makeQuestion(passages: readonly SetPassage[], random: Random): string {
  const words = passages[random(passages.length)]?.text.split(/[^\p{L}\p{N}]+/u).filter(({ length }) => length > 3) ?? [];
  const start = random(Math.max(words.length - 7, 1));
  const chosen = words.slice(start, start + 3 + random(5));
  const misspelt = random(chosen.length);
  return chosen.map((word, index) => (index === misspelt ? word.slice(0, 2) + word.slice(3) : word)).join(' ');
}
