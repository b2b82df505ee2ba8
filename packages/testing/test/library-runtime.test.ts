import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'lyceum-runtime-'));
afterAll(() => rmSync(folder, { recursive: true }));

const note = (line: string) => `appendFileSync(${JSON.stringify(join(folder, 'loads'))}, '${line}\\n');`;
const noteInCommonJs = (line: string) => `require('node:fs').${note(line)}`;

const files = {
  'node_modules/old/package.json': '{}',
  'node_modules/old/index.js': `${noteInCommonJs('old')} globalThis.old = true; exports.List = Array; exports.later = () => require('./later');`,
  'node_modules/old/later.js': `${noteInCommonJs('later')} module.exports = { value: 3 };`,
  'node_modules/new/package.json': '{ "type": "module", "exports": "./index.js" }',
  'node_modules/new/index.js': `import { appendFileSync } from 'node:fs'; import old from 'old'; ${note('new')} export default old; export class Fault extends Error {}`,
  'node_modules/unmarked/package.json': '{}',
  'node_modules/unmarked/index.js': `import { appendFileSync } from 'node:fs'; ${note('unmarked')} export const value = 1;`,
  'node_modules/waits/package.json': '{ "type": "module", "exports": "./index.js" }',
  'node_modules/waits/index.js': 'export const value = await 5;',
  'package.json': '{ "type": "module" }',
  'ours.js': `import { appendFileSync } from 'node:fs'; ${note('ours')} export const state = {};`,
};

const test = `
  import { createRequire } from 'node:module';
  import { List, later } from 'old';
  import old, { Fault } from 'new';
  import { value as one } from 'unmarked';
  import { value as five } from 'waits';
  import { state } from './ours.js';

  const found = [globalThis.left, process.env.LEFT, state.left, fetch.left, expect(1).isOfAFile];

  it('knows the packages, wherever they come from', async () => {
    expect(later().value + one + five).toBe(9);
    expect(old.List).toBe(List);
    expect((await import('old')).List).toBe(List);
    expect(createRequire(import.meta.url)('old').List).toBe(List);
    expect([]).toBeInstanceOf(List);
    expect(new Fault()).toBeInstanceOf(Error);
    expect(globalThis.old).toBe(true);
  });
  it('finds nothing of other files', () => expect(found).toEqual(Array(5).fill(undefined)));
  afterAll(() => {
    globalThis.left = state.left = true;
    process.env.LEFT = 'left';
    globalThis.fetch = Object.assign(() => undefined, { left: true });
    expect.extend({ isOfAFile: () => ({ pass: true }) });
  });`;

it('loads packages of others once for the files of a worker, which share nothing else', async () => {
  const tests = Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}.test.js`, test]));
  for (const [name, text] of Object.entries({ ...files, ...tests })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const config = {
    rootDir: folder,
    testEnvironment: join(root, 'packages/testing/src/clean-environment.ts'),
    runtime: join(root, 'packages/testing/src/library-runtime.ts'),
    transform: {},
  };
  const jest = [join(root, 'node_modules/jest/bin/jest.js'), '--runInBand', '--json', '--config', JSON.stringify(config)];
  const child = spawn(process.execPath, ['--experimental-vm-modules', ...jest], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const output = await child.stdout.toArray();
  if (child.exitCode === null) await once(child, 'close');
  const { testResults } = JSON.parse(Buffer.concat(output).toString()) as { testResults: { message: string }[] };
  expect(testResults.map(({ message }) => message)).toEqual(['', '', '']);
  const loads = readFileSync(join(folder, 'loads'), 'utf8').trim().split('\n').sort();
  expect(loads).toEqual(['later', 'new', 'old', 'ours', 'ours', 'ours', 'unmarked']);
});
