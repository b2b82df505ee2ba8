import { forgetRows, type Outcome, readOutcome } from './outbox/commit-times.ts';
import { commitAll, type LoadRequest } from './outbox/load.ts';
import { type RunningPair, type Setting, withSetting } from './outbox/setting.ts';
import { type Bench, format, median, type Report } from './report.ts';

const clients = 8;
const perSecond = 100;
/** Of one run. */
const events = { 'one by one': 20_000, 'by tens': 10_000, backlog: 10_000, evenly: 300 };
const timeoutMs = 60_000;

type Variant = keyof typeof events;

interface Round extends Outcome {
  /** Microseconds of processor time for one event, by who spent it. */
  readonly cpuUs: Readonly<Record<string, number>>;
}

/** From the commit of an event in one service to the commit of its effect in another, each in a process of its own. */
export const outbox: Bench = {
  name: 'outbox',
  run: (rounds) =>
    withSetting(clients, async (setting) => {
      const pair = await setting.start();
      await runRound(setting, pair, 'by tens');
      const found: Record<Variant, Round[]> = { 'one by one': [], 'by tens': [], backlog: [], evenly: [] };
      const variants = Object.keys(found) as Variant[]; // of the literal above
      for (let round = 0; round < rounds; round += 1) {
        for (const variant of variants) found[variant].push(await runRound(setting, pair, variant));
      }
      await pair.stop();
      return report(found);
    }),
};

async function runRound({ owner, database }: Setting, pair: RunningPair, variant: Variant): Promise<Round> {
  await forgetRows(owner);
  const count = events[variant];
  if (variant === 'backlog') {
    pair.holdSender();
    await commitAll(database, { events: count, perCommit: 100, clients });
  }
  const before = pair.cpuMs();
  if (variant === 'backlog') pair.releaseSender();
  else await pair.load(loads[variant]);
  const outcome = await readOutcome(owner, count, timeoutMs);
  const spent = Object.entries(pair.cpuMs()).map(([name, ms]) => [name, ((ms - (before[name] ?? 0)) * 1000) / count]);
  return { ...outcome, cpuUs: Object.fromEntries(spent) };
}

const loads: Record<Exclude<Variant, 'backlog'>, LoadRequest> = {
  'one by one': { events: events['one by one'], perCommit: 1, clients },
  'by tens': { events: events['by tens'], perCommit: 10, clients },
  evenly: { events: events.evenly, perSecond },
};

function report(found: Record<Variant, readonly Round[]>): Report {
  const oneByOne = found['one by one'];
  const handled = median(oneByOne.map(({ handledPerSecond }) => handledPerSecond));
  const drained = median(found.backlog.map(({ drainedPerSecond }) => drainedPerSecond));
  const p99 = median(found.evenly.map((round) => round.p99));
  return {
    title: 'Outbox: from the commit of an event to the commit of its effect in another service',
    setting:
      `Two services, each a process of its own, on PostgreSQL and RabbitMQ as \`npm start\` sets them up. The sender commits a row and its event ` +
      `with ${clients} clients at once, in its own process as requests would; the receiver commits a row for each event. ` +
      `${format(events['one by one'])} events a run one by one; times are those PostgreSQL keeps of each commit.`,
    tables: [
      {
        title: 'handled',
        unit: 'events/s',
        rows: [
          { name: 'while they are committed one by one', values: oneByOne.map(({ handledPerSecond }) => handledPerSecond) },
          { name: 'while they are committed by tens', values: found['by tens'].map(({ handledPerSecond }) => handledPerSecond) },
          { name: 'a backlog, nothing being committed', values: found.backlog.map(({ drainedPerSecond }) => drainedPerSecond) },
        ],
      },
      {
        title: `latency at ${perSecond} events/s`,
        unit: 'ms',
        rows: [
          { name: 'half are faster than', values: found.evenly.map(({ p50 }) => p50) },
          { name: '99 of 100 are faster than', values: found.evenly.map((round) => round.p99) },
          { name: 'slowest', values: found.evenly.map(({ max }) => max) },
        ],
      },
      cpuTable('processor time, events one by one', oneByOne),
      cpuTable('processor time, a backlog', found.backlog),
    ],
    targets: [
      {
        name: 'events committed one by one',
        wanted: '≥ 2,000/s',
        measured: `${format(handled)}/s`,
        reached: handled >= 2000,
      },
      { name: 'a backlog', wanted: '≥ 2,000/s', measured: `${format(drained)}/s`, reached: drained >= 2000 },
      { name: `p99 at ${perSecond} events/s`, wanted: '< 50 ms', measured: `${format(p99)} ms`, reached: p99 < 50 },
    ],
  };
}

function cpuTable(title: string, rounds: readonly Round[]) {
  const names = Object.keys(rounds[0]?.cpuUs ?? {});
  const sum = ({ cpuUs }: Round) => Object.values(cpuUs).reduce((total, us) => total + us, 0);
  return {
    title,
    unit: 'µs/event',
    rows: [
      ...names.map((name) => ({ name, values: rounds.map(({ cpuUs }) => cpuUs[name] ?? Number.NaN) })),
      { name: 'together', values: rounds.map(sum) },
    ],
  };
}
