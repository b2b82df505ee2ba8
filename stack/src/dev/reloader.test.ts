import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@lyceum/testing/eventually';
import { createReloader, type Reloader } from './reloader.ts';

const folder = mkdtempSync(join(tmpdir(), 'lyceum-reloader-'));
const script = join(folder, 'script.mjs');
const log = join(folder, 'log');
let reloader: Reloader | undefined;
let progress: string[] = [];
beforeEach(() => {
  progress = [];
  writeFileSync(log, '');
  reloader = createReloader({ script, settings: { log }, progress: (line) => progress.push(line) });
});
afterEach(() => reloader?.stop());
afterAll(() => rmSync(folder, { recursive: true }));

/** A process that writes down what happens to it. `onStop` is what it does when it is asked to end. */
function writeScript(version: string, onStop = 'process.exit()'): void {
  writeFileSync(
    script,
    `import { appendFileSync } from 'node:fs';
    process.once('disconnect', () => process.exit());
    process.once('message', ({ log }) => {
      process.on('SIGTERM', () => { appendFileSync(log, '${version} stops\\n'); ${onStop} });
      setInterval(() => undefined, 1000);
      appendFileSync(log, '${version} starts\\n');
      process.send('ready');
    });`,
  );
}
const events = () => readFileSync(log, 'utf8').trimEnd().split('\n');

it('starts the new process when the former one has ended', async () => {
  writeScript('first');
  await reloader?.reload();
  writeScript('second');
  await reloader?.reload('script.mjs has changed');
  await reloader?.stop();
  expect(events()).toEqual(['first starts', 'first stops', 'second starts', 'second stops']);
  expect(progress).toEqual([
    expect.stringMatching(/^The application is up after [\d.]+ s$/),
    'script.mjs has changed',
    expect.stringMatching(/^The application is up after [\d.]+ s$/),
  ]);
});

it('ends by force a process that does not end', async () => {
  writeScript('first', '');
  await reloader?.reload();
  writeScript('second');
  await reloader?.reload();
  expect(events()).toEqual(['first starts', 'first stops', 'second starts']);
});

it('starts one process for many changes at once', async () => {
  writeScript('first');
  await Promise.all([reloader?.reload('a.ts'), reloader?.reload('b.ts'), reloader?.reload('c.ts')]);
  expect(events()).toEqual(['first starts']);
  expect(progress).toEqual(['a.ts', expect.stringMatching(/^The application is up/)]);
});

it('replaces a process that is still starting', async () => {
  writeFileSync(
    script,
    `import { appendFileSync } from 'node:fs';
    process.once('message', ({ log }) => {
      appendFileSync(log, 'first begins\\n');
      setInterval(() => undefined, 1000);
    });`,
  );
  const first = reloader?.reload();
  await eventually(async () => events().includes('first begins'));
  writeScript('second');
  await Promise.all([first, reloader?.reload()]);
  expect(events()).toEqual(['first begins', 'second starts']);
});

it('says so when the process does not start, and starts it at the next change', async () => {
  writeFileSync(script, 'process.exit(1);');
  await reloader?.reload();
  expect(progress).toEqual(['The application does not run. It is started again at the next change.']);
  writeScript('second');
  await reloader?.reload();
  expect(events()).toEqual(['second starts']);
});
