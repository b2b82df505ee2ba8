import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@lyceum/testing/eventually';
import { createFfmpeg, toInput } from './create-ffmpeg.ts';
import { findIsolation } from './isolation.ts';
import { runProgram } from './run-program.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-program-'));
});
afterEach(() => rm(folder, { recursive: true }));

const limits = { memoryBytes: 4_000_000_000, outputBytes: 10_000_000, wallMs: 20_000 };
const never = new AbortController().signal;
const ffmpeg = (memoryBytes = limits.memoryBytes) =>
  createFfmpeg({ FFMPEG_PATH: 'ffmpeg', FFPROBE_PATH: 'ffprobe', FFMPEG_MEMORY_BYTES: memoryBytes });
const endless = ['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=30'];
const segments = ['-c:v', 'libx264', '-preset', 'ultrafast', '-f', 'hls', '-hls_time', '1', '-hls_list_size', '0', 'index.m3u8'];

const isAlive = (pid: number) =>
  readFile(`/proc/${pid}/stat`, 'latin1').then(
    (stat) => !/\) Z /.test(stat),
    () => false,
  );

it('ends a program at its deadline, and those it has started', async () => {
  const said: string[] = [];
  const command = ['sh', '-c', 'sleep 100 & echo $!; wait'];
  const run = runProgram({ command, folder, limits: { ...limits, wallMs: 300 }, onLine: (line) => said.push(line) }, never);
  await expect(run).rejects.toMatchObject({ code: 'out-of-time' });
  await eventually(async () => !(await isAlive(Number(said[0]))));
});

it('ends a program when its job is stopped, with the reason of that', async () => {
  const stop = new AbortController();
  const said: string[] = [];
  const onLine = (line: string) => {
    said.push(line);
    stop.abort(new Error('stopping'));
  };
  const run = runProgram({ command: ['sh', '-c', 'echo $$; exec sleep 100'], folder, limits, onLine }, stop.signal);
  await expect(run).rejects.toThrow('stopping');
  await eventually(async () => !(await isAlive(Number(said[0]))));
});

it('ends what writes more than it may, in one file or in many, what was taken away included', async () => {
  const work = { folder, signal: never, refusal: 'damaged' as const };
  const many = ffmpeg().run([...endless, ...segments], { ...work, limits: { ...limits, outputBytes: 3_000_000 } });
  await expect(many).rejects.toMatchObject({ code: 'too-large-output' });
  const command = ['sh', '-c', 'head -c 20000000 /dev/zero > large'];
  await expect(runProgram({ command, folder, limits }, never)).rejects.toMatchObject({ code: 'too-large-output' });
  const waiting = runProgram(
    { command: ['sleep', '100'], folder, limits: { ...limits, outputBytes: 30_000_000 }, countTaken: () => 40_000_000 },
    never,
  );
  await expect(waiting).rejects.toMatchObject({ code: 'too-large-output' });
});

it('ends what wants more memory than it may have, and says so', async () => {
  const work = { folder, signal: never, refusal: 'damaged' as const, limits };
  const run = ffmpeg(350_000_000).run([...endless, '-t', '1', ...segments], work);
  await expect(run).rejects.toMatchObject({ code: 'out-of-resources' });
});

it('gives a program no variable of the service', async () => {
  const { stdout } = await runProgram({ command: ['env'], folder, limits }, never);
  expect(stdout.trim().split('\n').toSorted()).toEqual(['LC_ALL=C', 'PATH=/usr/local/bin:/usr/bin:/bin']);
});

it('lets a program reach no address where the kernel allows networks of their own', async () => {
  const isolation = await findIsolation();
  let connections = 0;
  const listener = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
  try {
    const { port } = listener.address() as AddressInfo; // it listens on TCP
    const reach = ['bash', '-c', `echo > /dev/tcp/127.0.0.1/${port}`];
    const { code } = await runProgram({ command: [...isolation, ...reach], folder, limits }, never);
    expect(code === 0).toBe(isolation.length === 0);
    expect(connections).toBe(isolation.length === 0 ? 1 : 0);
  } finally {
    listener.close();
  }
});

it('says that a program is missing, which is not the fault of the file', async () => {
  const missing = createFfmpeg({
    FFMPEG_PATH: '/nowhere/ffmpeg',
    FFPROBE_PATH: 'ffprobe',
    FFMPEG_MEMORY_BYTES: limits.memoryBytes,
  });
  const run = missing.run([...toInput('source')], { folder, signal: never, refusal: 'damaged', limits });
  await expect(run).rejects.toThrow('ffmpeg cannot be started');
});
