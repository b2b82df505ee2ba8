import { type Comparison, makeComparisons } from './model-calls/comparisons.ts';
import { countServedBefore, crowdCalls } from './model-calls/fairness.ts';
import { createRawCalls } from './model-calls/raw-calls.ts';
import { withModels } from './model-calls/setting.ts';
import { type Bench, format, median, percentile, type Report, type Table } from './report.ts';

const pairsPerRound = 200;
/** For the compilers, and for connections. */
const warmUpPairs = 100;
const kinds = {
  answer: { title: 'a structured answer', until: 'it is whole', limitMs: 15 },
  stream: { title: 'a stream', until: 'its first text is there', limitMs: 20 },
} as const;
const maxServedBefore = 2;
/** Of the time to the first text of a stream. */
const maxWayMs = 5;

/** Milliseconds of neighbours. */
interface Pair {
  readonly raw: number;
  readonly inside: number;
  readonly ours: number;
}

interface Found extends Comparison {
  readonly rounds: Pair[][];
}

/** What the platform adds to a call of a language model: budgets, the queue, the record, the adapter. */
export const models: Bench = {
  name: 'models',
  run: (rounds) =>
    withModels(async (setting) => {
      const rawCalls = createRawCalls();
      const found = (await makeComparisons(setting, rawCalls)).map((comparison): Found => ({ ...comparison, rounds: [] }));
      const servedBefore: number[] = [];
      for (const comparison of found) await measure(comparison, warmUpPairs);
      for (let round = 0; round < rounds; round += 1) {
        for (const comparison of found) comparison.rounds.push(await measure(comparison, pairsPerRound));
        servedBefore.push(await countServedBefore(setting));
      }
      await rawCalls.close();
      return report(found, servedBefore);
    }),
};

async function measure({ raw, inside, ours }: Comparison, count: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  while (pairs.length < count) {
    // Each is as often the first as the second.
    const early = pairs.length % 2 === 0 ? await raw() : undefined;
    const earlyInside = pairs.length % 4 < 2 ? await inside() : undefined;
    const through = await ours();
    pairs.push({ raw: early ?? (await raw()), inside: earlyInside ?? (await inside()), ours: through });
  }
  return pairs;
}

function report(found: readonly Found[], servedBefore: readonly number[]): Report {
  const added = ({ rounds }: Found, percent: number) =>
    rounds.map((pairs) =>
      percentile(
        pairs.map(({ raw, ours }) => ours - raw),
        percent,
      ),
    );
  /** Of that, by the way to the service and back. */
  const byTheWay = ({ rounds }: Found, percent: number) =>
    rounds.map((pairs) =>
      percentile(
        pairs.map(({ inside, ours }) => ours - inside),
        percent,
      ),
    );
  const getTable = (kind: Comparison['kind']): Table => ({
    title: `${kinds[kind].title}: until ${kinds[kind].until}`,
    unit: 'ms',
    rows: found
      .filter((one) => one.kind === kind)
      .flatMap((one) => [
        {
          name: `${one.adapter}, the request alone: half are below`,
          values: one.rounds.map((pairs) => median(pairs.map(({ raw }) => raw))),
        },
        { name: `${one.adapter}, added: half are below`, values: added(one, 50) },
        { name: `${one.adapter}, added: 95 of 100 are below`, values: added(one, 95) },
        { name: `${one.adapter}, of that by the way to the service: half are below`, values: byTheWay(one, 50) },
        { name: `${one.adapter}, of that by the way to the service: 95 of 100 are below`, values: byTheWay(one, 95) },
      ]),
  });
  return {
    title: 'Models: what the platform adds to a call of a language model',
    setting:
      `The models service, asked as another service asks it, on PostgreSQL and Redis as \`npm start\` sets them up, with budgets and prices; providers are doubles in a process ` +
      `of their own that answer at once. One call after the other, by turns through the platform and as the same bytes sent by undici alone; ` +
      `what is added is the difference to the neighbour. ${pairsPerRound} pairs a round.`,
    tables: [
      getTable('answer'),
      getTable('stream'),
      {
        title: `another person asks while ${crowdCalls} calls of one wait for a single stream`,
        unit: 'calls',
        rows: [{ name: 'served before theirs', values: servedBefore }],
      },
    ],
    targets: [
      ...found.map((one) => {
        const { title, limitMs } = kinds[one.kind];
        const value = median(added(one, 95));
        return {
          name: `${one.adapter}, ${title}: p95 of what is added`,
          wanted: `< ${limitMs} ms`,
          measured: `${format(value)} ms`,
          reached: value < limitMs,
        };
      }),
      ...found
        .filter(({ kind }) => kind === 'stream')
        .map((one) => {
          const value = median(byTheWay(one, 95));
          return {
            name: `${one.adapter}, a stream: p95 of what the way to the service adds`,
            wanted: `< ${maxWayMs} ms`,
            measured: `${format(value)} ms`,
            reached: value < maxWayMs,
          };
        }),
      {
        name: 'calls of one person served before another’s',
        wanted: `≤ ${maxServedBefore}`,
        measured: format(Math.max(...servedBefore)),
        reached: Math.max(...servedBefore) <= maxServedBefore,
      },
    ],
  };
}
