import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

const leaves = `
  const { spawn } = require('node:child_process');
  const { once } = require('node:events');
  const { connect, createServer } = require('node:net');
  const { Worker } = require('node:worker_threads');
  it('fails', () => expect('this').toBe('that'));
  it('leaves something', async () => {
    setInterval(() => undefined, 1000);
    spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    await once(connect(server.address().port, '127.0.0.1'), 'connect');
    await once(new Worker('setInterval(() => undefined, 1000)', { eval: true }), 'online');
  });`;

const ends = `
  const { createServer } = require('node:net');
  const { Worker } = require('node:worker_threads');
  require('node:process');
  const server = createServer().listen(0, '127.0.0.1');
  const worker = new Worker('setInterval(() => undefined, 1000)', { eval: true });
  it('needs no waiting for what keeps no process alive', () => void setInterval(() => undefined, 1000).unref());
  it('starts what ends by itself', () => void setTimeout(() => undefined, 50));
  afterAll(() => {
    server.close();
    void worker.terminate();
  });`;

interface Report {
  testResults: { name: string; status: string; message: string }[];
}

const folder = mkdtempSync(join(tmpdir(), 'lyceum-environment-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('fails a file that leaves a timer, a server, a connection, a process or a thread, and names them beside what else failed', async () => {
  writeFileSync(join(folder, 'leaves.test.cjs'), leaves);
  writeFileSync(join(folder, 'ends.test.cjs'), ends);
  const config = {
    rootDir: folder,
    testEnvironment: join(root, 'packages/testing/src/clean-environment.ts'),
    testMatch: ['**/*.test.cjs'],
    moduleFileExtensions: ['cjs', 'js'],
    transform: {},
    workerIdleMemoryLimit: '4GB',
  };
  const jest = [
    join(root, 'node_modules/jest/bin/jest.js'),
    '--json',
    '--outputFile=report.json',
    '--config',
    JSON.stringify(config),
  ];
  const child = spawn(process.execPath, jest, { cwd: folder, stdio: 'ignore' });
  expect(await once(child, 'close')).toEqual([1, null]);
  const { testResults } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
  const [first, second] = testResults.sort((a, b) => a.name.localeCompare(b.name));
  expect(first).toMatchObject({ name: join(folder, 'ends.test.cjs'), status: 'passed', message: '' });
  const left = /this still runs: (.*)/
    .exec(second?.message ?? '')?.[1]
    ?.split(', ')
    .sort();
  expect(left).toEqual(['1 PipeWrap', '1 ProcessWrap', '1 TCPServerWrap', '1 Timeout', '1 Worker', '2 TCPSocketWrap']);
  expect(second?.message).toContain('Expected: "that"');
});
