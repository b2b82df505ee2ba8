import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillPath } from '@lyceum/common/client';
import { putTask } from '@lyceum/contracts/models/model-task';
import { createProvider } from '@lyceum/contracts/models/provider';
import { createAttachment } from '@lyceum/contracts/program-generation/attachment';
import { streamGeneration } from '@lyceum/contracts/program-generation/generation';
import { createProgram } from '@lyceum/contracts/program-generation/program';
import { login } from '@lyceum/contracts/tokens/session';
import { childEnvironment } from '@lyceum/dev-servers/config';
import { findProcesses } from '@lyceum/dev-servers/processes/processes-of';
import { type OpenAiDouble, startOpenAiDouble } from '@lyceum/llm/testing/openai-double';
import { createApi } from '../src/api.ts';
import { poll } from '../src/poll.ts';

const root = join(import.meta.dirname, '../..');
const minute = 60_000;

let double: OpenAiDouble;
const folders: string[] = [];
beforeAll(async () => {
  double = await startOpenAiDouble();
});
afterAll(async () => {
  await double.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** `npm start` as a person's terminal runs it: a process group of its own, on data of its own. */
function npmStart() {
  const dataDir = mkdtempSync(join(tmpdir(), 'lyceum-ending-'));
  folders.push(dataDir);
  const npm = spawn('npm', ['start'], {
    cwd: root,
    env: childEnvironment({ LYCEUM_DATA_DIR: dataDir, PORT: '0' }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const pid = npm.pid ?? 0;
  let said = '';
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  return {
    dataDir,
    says: (words: RegExp) => poll(String(words), minute, async () => words.exec(said) ?? undefined, 5),
    kill: (signal: NodeJS.Signals, whom: 'npm' | 'group') => process.kill(whom === 'npm' ? pid : -pid, signal),
    ended: once(npm, 'exit'),
  };
}
type Started = ReturnType<typeof npmStart>;

/** A generation whose model says nothing, its event stream, and uploads to the API and to the object store that have only begun. */
async function keepBusy({ says }: Started): Promise<void> {
  const url = (await says(/API +(http:\/\/[^/]+)/))[1] ?? '';
  const [, email = '', password = ''] = await says(/Sign in +(\S+) +password (\w+)/);
  const api = createApi(url);
  const token = (await api.call(login, { body: { email, password } })).body.accessToken;
  const settings = { kind: 'openai-compatible', name: 'Double', baseUrl: double.baseUrl, model: 'test-model' } as const;
  const { body: provider } = await api.call(createProvider, { token, body: { settings } });
  await api.call(putTask, { token, params: { task: 'program' }, body: { providers: [provider.id] } });
  double.always({ mode: 'stall', at: 'start' });
  const asked = double.count();
  const order = { title: 'Ending', kind: 'general-development', audience: 'All', level: 'beginner', hours: 36 } as const;
  const { body: program } = await api.call(createProgram, { token, body: { ...order, topics: ['One'], language: 'en' } });
  await poll('the model being asked', minute, async () => double.count() > asked || undefined);
  await fetch(url + fillPath(streamGeneration, { programId: program.id }, {}), { headers: { authorization: `Bearer ${token}` } });
  const announced = { name: 'a.txt', type: 'text/plain', size: 1_000 } as const;
  const { upload } = (await api.call(createAttachment, { token, body: announced })).body;
  await Promise.all([beginUpload(`${url}/api/v1/auth/login`, 'POST'), beginUpload(upload.url, 'PUT', upload.headers)]);
}

/** A request of which only the beginning is sent. */
async function beginUpload(address: string, method: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const { host, hostname, port, pathname, search } = new URL(address);
  const given = Object.entries({ 'content-type': 'application/json', ...headers, host, 'content-length': '1000' });
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  await once(socket, 'connect');
  const lines = [`${method} ${pathname}${search} HTTP/1.1`, ...given.map((pair) => pair.join(': '))];
  await new Promise((sent) => socket.write(`${lines.join('\r\n')}\r\n\r\n{`, sent));
}

const moments: [moment: string, reach: (started: Started) => Promise<unknown>][] = [
  ['while the servers start', ({ says }) => says(/Starting PostgreSQL/)],
  ['in the middle of work', (started) => keepBusy(started)],
];
const endings: [ending: string, end: (started: Started) => void][] = [
  ['Ctrl-C', ({ kill }) => kill('SIGINT', 'group')],
  ['Ctrl-C twice', ({ kill }) => [kill('SIGINT', 'group'), kill('SIGINT', 'group')]],
  ['SIGTERM to npm', ({ kill }) => kill('SIGTERM', 'npm')],
  ['a closed terminal', ({ kill }) => kill('SIGHUP', 'group')],
  ['kill -9 of npm', ({ kill }) => kill('SIGKILL', 'npm')],
];

describe.each(moments)('npm start, %s', (_moment, reach) => {
  it.each(endings)(
    'leaves no process and no pid file ten seconds after %s',
    async (_ending, end) => {
      const started = npmStart();
      await reach(started);
      end(started);
      await started.ended;
      await poll('the end of every process', 10_000, async () => findProcesses(started.dataDir).length === 0 || undefined);
      const run = join(started.dataDir, 'run');
      const files = readdirSync(started.dataDir).includes('run') ? readdirSync(run) : [];
      expect(files.filter((file) => file.endsWith('.pid'))).toEqual([]);
    },
    2 * minute,
  );
});
