import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identifyProcess, isRunning } from './process-identity.ts';
import { openProcessRecords } from './process-records.ts';

const folder = mkdtempSync(join(tmpdir(), 'lyceum-records-'));
const records = openProcessRecords(folder);
afterAll(() => rmSync(folder, { recursive: true }));

const termination = { signal: 'SIGTERM', patienceMs: 300 } as const;

function startSleeper(script = 'exec sleep 100') {
  const child = spawn('sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const { pid } = child;
  if (pid === undefined) throw new Error('sh does not start');
  const kill = () => process.kill(-pid, 'SIGKILL');
  return { pid, child, ended: once(child, 'exit'), kill };
}

it('ends what an earlier run recorded and forgets it', async () => {
  const { pid, ended } = startSleeper();
  records.add('sleeper', pid, termination);
  expect(await openProcessRecords(folder).endAll()).toEqual(['sleeper']);
  expect(await ended).toEqual([null, 'SIGTERM']);
  expect(readdirSync(folder)).toEqual([]);
});

it('kills what does not end when asked, with the children it started', async () => {
  const { pid, child, ended } = startSleeper("trap '' TERM; sleep 100 & echo $!; wait; wait");
  const [line] = await once(child.stdout, 'data');
  const grandchild = identifyProcess(Number(String(line)));
  records.add('stubborn', pid, termination);
  await records.endAll();
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(grandchild && isRunning(grandchild)).toBe(false);
});

it('leaves a stranger alone who got the pid of a recorded process', async () => {
  const stranger = startSleeper();
  const identity = identifyProcess(stranger.pid);
  const recorded = { pid: stranger.pid, startedAt: 'another moment', ...termination };
  writeFileSync(join(folder, 'recycled.pid'), JSON.stringify(recorded));
  expect(await records.endAll()).toEqual([]);
  expect(identity && isRunning(identity)).toBe(true);
  stranger.kill();
  await stranger.ended;
});

it('passes over a record cut short by a crash', async () => {
  writeFileSync(join(folder, 'cut.pid'), '{"pid": 1, "star');
  expect(await records.endAll()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

it('kills everything at once, for a process that is about to exit', async () => {
  const { pid, ended } = startSleeper();
  records.add('sleeper', pid, termination);
  records.killAll();
  expect(await ended).toEqual([null, 'SIGKILL']);
});
