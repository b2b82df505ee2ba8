import { parseArgs } from 'node:util';
import { gateway } from './gateway.ts';
import { outbox } from './outbox.ts';
import { toMarkdown } from './report.ts';

const benches = [gateway, outbox];
const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string', default: '3' } } });
for (const bench of benches.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  console.log(`${toMarkdown(await bench.run(Number(values.rounds)))}\n`);
}
