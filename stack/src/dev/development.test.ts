import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryDataDir } from '@lyceum/dev-servers/temporary-data-dir';
import { eventually } from '@lyceum/testing/eventually';
import { type Development, startDevelopment } from './development.ts';

const dataDir = temporaryDataDir();
const sources = mkdtempSync(join(tmpdir(), 'lyceum-sources-'));
const source = join(sources, 'course.routes.ts');
writeFileSync(source, '');
const progress: string[] = [];
let development: Development;
beforeAll(async () => {
  development = await startDevelopment({
    dataDir,
    ports: 'free',
    throwaway: true,
    folders: [sources],
    progress: (line) => progress.push(line),
  });
}, 120_000);
afterAll(async () => {
  await development.stop();
  for (const folder of [dataDir, sources]) rmSync(folder, { recursive: true });
}, 30_000);

const serverPids = () =>
  ['postgres', 'redis', 'rabbitmq'].map((name) => JSON.parse(readFileSync(join(dataDir, 'run', `${name}.pid`), 'utf8')).pid);
const secrets = () => readFileSync(join(dataDir, 'secrets.json'), 'utf8');
const starts = () => progress.filter((line) => line.startsWith('The application is up')).length;

async function signIn(): Promise<number> {
  const { status } = await fetch(`${development.gatewayUrl}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(development.demo),
  });
  return status;
}

function saveByRename(): void {
  writeFileSync(`${source}~`, String(Math.random()));
  renameSync(`${source}~`, source);
}

it('restarts the application each time a source is saved by rename, on servers and secrets that stay', async () => {
  expect(starts()).toBe(1);
  expect(await signIn()).toBe(200);
  const before = { pids: serverPids(), secrets: secrets() };
  for (const start of [2, 3]) {
    saveByRename();
    await eventually(async () => starts() === start, Boolean, 30_000);
    expect(await signIn()).toBe(200);
  }
  expect({ pids: serverPids(), secrets: secrets() }).toEqual(before);
}, 120_000);
