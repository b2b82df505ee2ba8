import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toolEnvironment } from '../src/config.ts';

const bootstrap = join(import.meta.dirname, '../bootstrap.mjs');
const folder = mkdtempSync(join(tmpdir(), 'lyceum-bootstrap-'));
const ends: (() => void)[] = [];
afterAll(() => {
  for (const end of ends) end();
  rmSync(folder, { recursive: true });
});

/** Runs a script by way of the bootstrap; `pid` is the script's own. */
async function launch(code: string) {
  const script = join(folder, 'script.mjs');
  writeFileSync(script, `import { writeSync } from 'node:fs';\n${code}`);
  const runner = spawn(process.execPath, [bootstrap, script], { env: toolEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  runner.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const closed = once(runner, 'close').then(([code]) => ({ code, said }));
  const [pid] = await once(runner.stdout.setEncoding('utf8'), 'data');
  // Also after a test that failed.
  ends.push(() => runner.exitCode === null && process.kill(Number(pid), 'SIGKILL'));
  return { runner, closed, pid: Number(pid) };
}

it.each(['SIGINT', 'SIGTERM'] as const)('ends a command that is blocked and does not hear %s', async (signal) => {
  const { runner, closed, pid } = await launch(`
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
      writeSync(1, String(process.pid));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    `);
  runner.kill(signal);
  expect(await closed).toEqual({ code: 137, said: `Ended by force: no end within 9 s of ${signal}.\n` });
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

it('leaves a command that hears the signal the time it needs, and passes its exit code on', async () => {
  const { runner, closed } = await launch(`
    process.on('SIGTERM', () => setTimeout(() => process.exit(7), 500));
    writeSync(1, String(process.pid));
    setInterval(() => undefined, 60_000);
  `);
  runner.kill('SIGTERM');
  expect(await closed).toEqual({ code: 7, said: '' });
});
