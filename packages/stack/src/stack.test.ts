import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from './config.ts';
import { AlreadyLocked } from './processes/data-dir-lock.ts';
import { type RunningStack, startStack } from './stack.ts';
import { temporaryDataDir } from './temporary-data-dir.ts';
import { welcome } from './welcome.ts';

describe('the stack in this process', () => {
  const dataDir = temporaryDataDir();
  const start = (fresh = false) => startStack({ dataDir, ports: 'free', throwaway: true, fresh });
  let stack: RunningStack;
  beforeAll(async () => {
    stack = await start();
  }, 90_000);
  afterAll(async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true });
  });

  const signIn = ({ email, password } = stack.demo) =>
    fetch(`${stack.gatewayUrl}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });

  it('is ready with its API, its docs and its mail page, and tells where they are', async () => {
    const pages = [`${stack.gatewayUrl}/ready`, stack.docs, stack.mailUrl ?? ''];
    expect(await Promise.all(pages.map(async (url) => (await fetch(url)).status))).toEqual([200, 200, 200]);
    const text = welcome(stack);
    for (const told of [stack.gatewayUrl, stack.docs, stack.mailUrl, stack.demo.email, stack.demo.password, stack.logFile]) {
      expect(text).toContain(told);
    }
  });

  it('lets the demo account sign in', async () => {
    expect((await signIn()).status).toBe(200);
  });

  it('tells a second start where the first one runs', async () => {
    const second = start();
    await expect(second).rejects.toThrow(AlreadyLocked);
    await expect(second).rejects.toMatchObject({ announcement: stack.gatewayUrl });
  });

  it('keeps accounts and secrets over a restart, and none of them in the log', async () => {
    const { demo } = stack;
    await stack.stop();
    const log = readFileSync(stack.logFile, 'utf8');
    expect(log).toContain('"service":"gateway"');
    const secrets = Object.values(JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')));
    expect(secrets.filter((secret) => log.includes(String(secret)))).toEqual([]);
    stack = await start();
    expect(stack.demo).toEqual(demo);
    expect((await signIn()).status).toBe(200);
  }, 90_000);

  it('begins anew when told to', async () => {
    const { demo } = stack;
    await stack.stop();
    stack = await start(true);
    expect(stack.demo.password).not.toBe(demo.password);
    expect([(await signIn()).status, (await signIn(demo)).status]).toEqual([200, 401]);
  }, 90_000);
});

describe('npm start', () => {
  // Nobody holds the lock after the kill: other test runs must not find the folder by its name.
  const dataDir = mkdtempSync(join(tmpdir(), 'lyceum-killed-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  const start = (...options: string[]) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts'), ...options], {
      env: childEnvironment({ LYCEUM_DATA_DIR: dataDir }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const hear = (text: string) => {
      said += text;
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    const closed = once(child, 'close').then(([code, signal]) => ({ code, signal, said }));
    const ready = new Promise<void>((resolve) => {
      child.stdout.on('data', () => said.includes('└') && resolve());
    });
    return { child, closed, ready: Promise.race([ready, closed]) };
  };

  it('prints its progress and the addresses, refuses a second start, comes back after kill -9 and stops when told', async () => {
    const first = start();
    await first.ready;
    const second = await start().closed;
    expect(second).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^Lyceum is running already: http:\/\/localhost:\d+\n$/),
    });
    first.child.kill('SIGKILL');
    await first.closed;

    const third = start();
    await third.ready;
    third.child.kill('SIGTERM');
    const { code, said } = await third.closed;
    expect(code).toBe(0);
    expect(said).toMatch(
      /^Starting PostgreSQL[\s\S]*Ended what a killed run left behind[\s\S]*The database is migrated[\s\S]*Lyceum is ready[\s\S]*Stopping/m,
    );
  }, 120_000);

  it.each([
    ['--help', 0, /--fresh/],
    ['--frehs', 1, /There is no option --frehs/],
  ])('answers %s with exit code %i', async (option, code, text) => {
    expect(await start(option).closed).toMatchObject({ code, said: expect.stringMatching(text) });
  });

  it('names a wrong variable instead of a stack trace', async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts')], {
      env: childEnvironment({ LYCEUM_DATA_DIR: dataDir, LOG_LEVEL: 'loud' }),
    });
    const [said] = await once(child.stderr.setEncoding('utf8'), 'data');
    expect(said).toMatch(/^The configuration is not complete:\n {2}LOG_LEVEL: /);
    expect(await once(child, 'exit')).toEqual([1, null]);
  });
});
