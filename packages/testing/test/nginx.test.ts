import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@lyceum/testing/eventually';

const folder = mkdtempSync(join(tmpdir(), 'lyceum-killed-'));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 5 }));

const script = `
  process.env.TMPDIR = ${JSON.stringify(folder)};
  const { startTestNginx } = await import(${JSON.stringify(join(import.meta.dirname, '../src/nginx.ts'))});
  const { port } = await startTestNginx('http://127.0.0.1:9');
  process.stdout.write(String(port));`;

async function refusesConnections(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const refused = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(false)).once('error', () => resolve(true));
  });
  socket.destroy();
  return refused;
}

it('ends with the process that started it, even when that is killed', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  expect(await refusesConnections(Number(port))).toBe(false);
  child.kill('SIGKILL');
  await eventually(() => refusesConnections(Number(port)));
});
