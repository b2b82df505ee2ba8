import { setTimeout as delay } from 'node:timers/promises';
import { type Bench, format, median, percentile, type Report } from './report.ts';
import { readers, type Setting, withReaders } from './tutor-streams/setting.ts';
import { tokensPerAnswer, tokensPerSecond } from './tutor-streams/stamps.ts';

/** All have begun long before the first ends. */
const betweenStartsMs = 10;
const maxP95Ms = 10;
const maxFirstMs = 30;

interface Round {
  readonly delays: readonly number[];
  readonly firsts: readonly number[];
  readonly cpuUs: number;
  readonly heapBytes: number;
}

/** What readers of answers wait for: words of a model, while many read at once. */
export const tutorStreams: Bench = {
  name: 'tutor-streams',
  run: (rounds) =>
    withReaders(async (setting) => {
      await readTogether(setting, 30);
      const before = await setting.getHeap();
      const found: Round[] = [];
      const fewer: Round[] = [];
      for (let round = 0; round < rounds; round += 1) {
        fewer.push(await readTogether(setting, readers / 3));
        found.push(await readTogether(setting, readers));
      }
      return report(found, fewer, before);
    }),
};

async function readTogether(setting: Setting, count: number): Promise<Round> {
  const startMs = setting.getCpuMs();
  const answers = await Promise.all(
    Array.from({ length: count }, async (_, reader) => {
      await delay(reader * betweenStartsMs);
      return setting.readAnswer(reader);
    }),
  );
  const delays = answers.flat();
  const cpuUs = ((setting.getCpuMs() - startMs) * 1000) / delays.length;
  const firsts = answers.flatMap(([first]) => first ?? []);
  return { delays, firsts, cpuUs, heapBytes: await setting.getHeap() };
}

function report(found: readonly Round[], fewer: readonly Round[], before: number): Report {
  const toP = (rounds: readonly Round[], percent: number, pick: 'delays' | 'firsts') =>
    rounds.map((round) => percentile(round[pick], percent));
  const rows = (rounds: readonly Round[], pick: 'delays' | 'firsts') =>
    [50, 95, 99].map((percent) => ({ name: `p${percent}`, values: toP(rounds, percent, pick) }));
  const [p95, first] = [median(toP(found, 95, 'delays')), median(toP(found, 95, 'firsts'))];
  const toMegabytes = (bytes: number) => bytes / 1_000_000;
  return {
    title: 'The tutor: streams',
    setting:
      `The chatbot in a process of its own, ${readers} readers in the process beside it, each with an answer of ${tokensPerAnswer} words at ${tokensPerSecond} a second; one begins every ${betweenStartsMs} ms, so that for most of the time all are written. The models service ` +
      'and courses are doubles in a third process; a word has the moment at which it was sent there, and times count from it until the reader has it: through the chatbot, ' +
      'its log in Redis and its event stream. What the reader itself needs is in it, too.',
    tables: [
      { title: `a word, ${readers} streams`, unit: 'ms', rows: rows(found, 'delays') },
      { title: `the first word, ${readers} streams`, unit: 'ms', rows: rows(found, 'firsts') },
      { title: `a word, ${readers / 3} streams`, unit: 'ms', rows: rows(fewer, 'delays') },
      { title: `the first word, ${readers / 3} streams`, unit: 'ms', rows: rows(fewer, 'firsts') },
      { title: 'processor time of the service', unit: 'µs', rows: [{ name: 'a word', values: found.map(({ cpuUs }) => cpuUs) }] },
      {
        title: 'heap of the service after a collection',
        unit: 'MB',
        rows: [
          { name: 'before', values: [toMegabytes(before)] },
          { name: 'after each round', values: found.map(({ heapBytes }) => toMegabytes(heapBytes)) },
        ],
      },
    ],
    targets: [
      { name: 'a word: p95', wanted: `< ${maxP95Ms} ms`, measured: `${format(p95)} ms`, reached: p95 < maxP95Ms },
      { name: 'the first word: p95', wanted: `< ${maxFirstMs} ms`, measured: `${format(first)} ms`, reached: first < maxFirstMs },
    ],
  };
}
