import { parseArgs } from 'node:util';
import { describeMachine, describeRun, writePart } from './benchmarks-file.ts';
import { courses } from './courses.ts';
import { documents } from './documents.ts';
import { gateway } from './gateway.ts';
import { loop } from './loop.ts';
import { models } from './models.ts';
import { outbox } from './outbox.ts';
import { toMarkdown } from './report.ts';
import { retrieval } from './retrieval.ts';
import { spaces } from './spaces.ts';
import { startUp } from './start-up.ts';
import { streamingEncoding } from './streaming-encoding.ts';
import { streamingKeys } from './streaming-keys.ts';
import { streamingUpload } from './streaming-upload.ts';
import { tutor } from './tutor.ts';
import { tutorStreams } from './tutor-streams.ts';
import { readVersions } from './versions.ts';

const benches = [
  ...[startUp, gateway, outbox, spaces, documents, models, courses],
  ...[streamingEncoding, streamingUpload, streamingKeys, retrieval, tutor, tutorStreams, loop],
];
const names = benches.map(({ name }) => name);

const usage = `npm run bench [-- [--rounds n] [--write] [names]]

Measures ${names.join(', ')}; all of them without names. About a minute each on an idle machine.
  --rounds   how often each variant is run, 3 by default
  --write    puts the figures into docs/benchmarks.md`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' }, write: { type: 'boolean', default: false } },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1 || positionals.some((name) => !names.includes(name))) {
  console.error(usage);
  process.exit(2);
}
// Unlike the default action this runs the handlers of `exit`, which end the servers.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

for (const bench of benches.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const circumstances = describeRun(rounds);
  const report = await bench.run(rounds);
  console.log(`${toMarkdown(report)}\n`);
  if (values.write) writePart(bench.name, toMarkdown({ ...report, setting: `${report.setting} ${circumstances}` }));
}
if (values.write) writePart('machine', describeMachine(await readVersions()));
