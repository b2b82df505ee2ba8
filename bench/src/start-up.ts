import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Bench, format, median, type Report } from './report.ts';
import { install, type Started } from './start-up/installation.ts';
import { type Memory, readMemory } from './start-up/memory.ts';

const megabyte = 1024 * 1024;

interface Start {
  readonly seconds: number;
  readonly stopSeconds: number;
  readonly ready: Memory;
  readonly afterJourney: Memory;
}

/** `npm start` of an installed Lyceum: how long it takes, and how much memory it then has. */
export const startUp: Bench = {
  name: 'start-up',
  async run(rounds) {
    const installation = install();
    try {
      const first = await installation.start();
      await first.started.stop();
      const starts: Start[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const { seconds, started } = await installation.start();
        const ready = readMemory(started.pid, installation.dataDir);
        await walkJourney(started);
        const afterJourney = readMemory(started.pid, installation.dataDir);
        const stopping = performance.now();
        await started.stop();
        starts.push({ seconds, ready, afterJourney, stopSeconds: (performance.now() - stopping) / 1000 });
      }
      return report(first.seconds, starts);
    } finally {
      await installation.remove();
    }
  },
};

/** The journey of `npm run smoke`: registration, mail, sign-in, programme, document. */
async function walkJourney({ output }: Started): Promise<void> {
  const urlAfter = (label: string) => new RegExp(`${label} +(http://\\S+)`).exec(output)?.[1] ?? '';
  const smoke = join(import.meta.dirname, '../../e2e/src/smoke.ts');
  const child = spawn(process.execPath, [smoke, new URL(urlAfter('API')).origin, '--mail', urlAfter('Mail')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  const [status] = await once(child, 'exit');
  if (status !== 0) throw new Error(`the journey failed:\n${printed.join('')}`);
}

const total = ({ servers }: Memory) => Object.values(servers).reduce((sum, bytes) => sum + bytes, 0) / megabyte;
const node = (memory: Memory) => memory.node / megabyte;

function report(firstSeconds: number, starts: readonly Start[]): Report {
  const of = (value: (start: Start) => number) => starts.map(value);
  const programs = Object.keys(starts[0]?.afterJourney.servers ?? {}).toSorted();
  const target = (name: string, limit: number, unit: string, values: readonly number[]) => ({
    name,
    wanted: `< ${limit} ${unit}`,
    measured: `${format(median(values))} ${unit}`,
    reached: median(values) < limit,
  });
  return {
    title: 'Start-up: `npm start` when everything is installed',
    setting:
      'The real command in an installed copy with data of its own, from the command to the words that Lyceum is ready. Servers are counted by PSS: a page that ' +
      'several share counts once. After the journey means after one run of `npm run smoke`.',
    tables: [
      {
        title: 'time',
        unit: 's',
        rows: [
          { name: 'first start: makes database, keys and queues', values: [firstSeconds] },
          { name: 'second and later starts', values: of(({ seconds }) => seconds) },
          { name: 'Ctrl-C until everything has ended', values: of(({ stopSeconds }) => stopSeconds) },
        ],
      },
      {
        title: 'memory',
        unit: 'MB',
        rows: [
          { name: 'Node process with gateway and services, when ready', values: of(({ ready }) => node(ready)) },
          { name: 'the same after the journey', values: of(({ afterJourney }) => node(afterJourney)) },
          { name: 'all servers, when ready', values: of(({ ready }) => total(ready)) },
          { name: 'all servers after the journey', values: of(({ afterJourney }) => total(afterJourney)) },
          ...programs.map((name) => ({
            name: `of which ${name}`,
            values: of(({ afterJourney }) => (afterJourney.servers[name] ?? 0) / megabyte),
          })),
        ],
      },
    ],
    targets: [
      target(
        'second start',
        12,
        's',
        of(({ seconds }) => seconds),
      ),
      target(
        'Node process',
        300,
        'MB',
        of(({ afterJourney }) => node(afterJourney)),
      ),
      target(
        'servers',
        900,
        'MB',
        of(({ afterJourney }) => total(afterJourney)),
      ),
    ],
  };
}
